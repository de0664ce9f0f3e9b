export { environmentFaults, EnvironmentError, readEnvironment, type EnvironmentVariables, type MediaEnvironment } from './env.js';
export { createLogger, type Logger } from './log.js';
export { PortInUseError } from './server/socket-server.js';
export { startMedia, type MediaOptions, type RunningMedia } from './start-media.js';
