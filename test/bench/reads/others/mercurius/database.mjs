import pg from 'pg';

const CONNECTIONS = 10; // as the service has

const pool = new pg.Pool({
  connectionString: process.env.DATABASE_URL,
  max: CONNECTIONS,
  options: '-c TimeZone=UTC -c jit=off',
});

/**
 * A row that a loader is asked about. Mercurius makes the key of a cached value from the whole object as JSON: without this, it
 * would write out every text several times.
 */
class Row {
  constructor(columns) {
    Object.assign(this, columns);
  }

  toJSON() {
    return this.id;
  }
}

/** A statement that is prepared once on each connection. @returns the function that runs it, and gives its rows. */
export function prepare(name, text) {
  return async (...values) => {
    const { rows } = await pool.query({ name, text, values });
    return rows.map((columns) => new Row(columns));
  };
}
