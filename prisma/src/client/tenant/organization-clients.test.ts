import { expect, test } from 'vitest';
import { PrismaClient } from '../../generated/client.js';
import { uuidv7 } from '../../ids.js';
import { embeddedAdapterFactory } from '../embedded-adapter.js';
import { OrganizationClients } from './organization-clients.js';

/** Binding a client sends nothing, so there is no database behind this one. */
const client = new PrismaClient({ adapter: embeddedAdapterFactory(undefined as never) });

test('an organization gets one client as long as it is in use', () => {
  const clients = new OrganizationClients(client);
  const organizationId = uuidv7();
  expect(clients.get(organizationId)).toBe(clients.get(organizationId));
  expect(clients.get(uuidv7())).not.toBe(clients.get(organizationId));
});

test('the client used least recently is forgotten first', () => {
  const clients = new OrganizationClients(client, 2);
  const [first, second, third] = [uuidv7(), uuidv7(), uuidv7()];
  const firstClient = clients.get(first);
  const secondClient = clients.get(second);
  clients.get(first);
  clients.get(third);
  expect(clients.size).toBe(2);
  expect(clients.get(first)).toBe(firstClient);
  expect(clients.get(second)).not.toBe(secondClient);
});
