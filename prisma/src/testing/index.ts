export { openTestDatabase, type TestDatabase } from './test-database.js';
export { seedTenant, type Tenant } from './tenant-fixture.js';
