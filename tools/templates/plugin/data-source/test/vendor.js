// The vendor's wire format, as the adapter speaks it: an operation that reads, and nothing else.
import { CONTRACT_NUMBERS_MAX, CONTRACT_PEOPLE } from '@parley/plugin-sdk/testing';

const TABLES = [
  { name: 'contract_numbers', columns: [{ name: 'n', type: 'number' }], rows: Array.from({ length: CONTRACT_NUMBERS_MAX }, (_, index) => [index + 1]) },
  { name: 'contract_people', columns: [{ name: 'id', type: 'number' }, { name: 'name', type: 'string' }], rows: CONTRACT_PEOPLE.map((name, index) => [index + 1, name]) },
];
const PARTS = ['from', 'where', 'atMost', 'delayMs'];

function answer(response, status, body) {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

export const routes = {
  'GET /tables': async (_body, response) => { answer(response, 200, { tables: TABLES.map(({ name, columns }) => ({ name, columns })) }); },
  'POST /query': async ({ operation }, response) => {
    const { from, where = {}, atMost = {}, delayMs = 0 } = operation;
    const table = TABLES.find(({ name }) => name === from);
    const unknown = Object.keys(operation).find((part) => !PARTS.includes(part));
    if (!table || unknown) { answer(response, 400, { message: unknown ? `There is no ${unknown}.` : 'There is no such table.' }); return; }
    await new Promise((resolve) => { setTimeout(resolve, delayMs).unref(); });
    const place = (name) => table.columns.findIndex((column) => column.name === name);
    const rows = table.rows.filter((row) => Object.entries(where).every(([name, value]) => row[place(name)] === value) && Object.entries(atMost).every(([name, value]) => row[place(name)] <= value));
    answer(response, 200, { columns: table.columns, rows });
  },
};
