export { environmentFaults, EnvironmentError, readEnvironment, type ApiEnvironment, type EnvironmentVariables } from './env.js';
export { buildApiSchema, type SchemaName } from './schema/schema.js';
export { createLogger, startApi, type RunningApi, type StartApiOptions } from './start-api.js';
