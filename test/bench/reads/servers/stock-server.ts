// Yoga, Pothos and Prisma, set up as their documentation shows it.
import { createServer } from 'node:http';
import { PrismaPg } from '@prisma/adapter-pg';
import { createYoga } from 'graphql-yoga';
import { PrismaClient } from '../../../../src/generated/prisma/client.ts';
import { makeStockSchema, type StockContext } from './stock-schema.ts';

const prisma = new PrismaClient({ adapter: new PrismaPg({ connectionString: process.env['DATABASE_URL'] ?? '' }) });

const yoga = createYoga<object, StockContext>({
  schema: makeStockSchema(prisma),
  context: ({ request }) => ({
    accountId: request.headers.get('authorization')?.slice('Bearer '.length) ?? '',
  }),
});

createServer((request, response) => void yoga(request, response)).listen(Number(process.env['PORT']), '127.0.0.1');
