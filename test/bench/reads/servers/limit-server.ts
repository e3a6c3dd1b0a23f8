// The most that Node and PostgreSQL can do: a bare server, in which one prepared statement makes the whole answer.
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import pg from 'pg';
import { LIMIT_SEQUENCE, LIMIT_STATEMENTS, type Variables } from './limit-statements.ts';

type Request = { operationName: string; variables: Variables };

const CONNECTIONS = 10; // as the service has

const pool = new pg.Pool({
  connectionString: process.env['DATABASE_URL'],
  max: CONNECTIONS,
  options: '-c TimeZone=UTC -c jit=off',
});

function read(request: IncomingMessage): Promise<string> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => resolve((chunks.length === 1 ? chunks[0] : Buffer.concat(chunks))?.toString() ?? ''));
    request.on('error', reject);
  });
}

async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
  const { operationName, variables } = JSON.parse(await read(request)) as Request;
  const statement = LIMIT_STATEMENTS[operationName];
  if (statement === undefined) throw new Error(`Expected a known operation; found ${operationName}.`);
  // The account of a comment: nobody checks who asks.
  const account = request.headers.authorization?.slice('Bearer '.length) ?? '';
  const values = [...statement.valuesOf(variables, account)];
  const { rows } = await pool.query<[string]>({ name: operationName, text: statement.text, values, rowMode: 'array' });
  const body = Buffer.from(rows[0]?.[0] ?? '{"data":null}');
  response.writeHead(200, { 'content-type': 'application/graphql-response+json', 'content-length': body.length });
  response.end(body);
}

await pool.query(LIMIT_SEQUENCE);
createServer((request, response) => {
  answer(request, response).catch((error: unknown) => response.writeHead(500).end(String(error)));
}).listen(Number(process.env['PORT']), '127.0.0.1');
