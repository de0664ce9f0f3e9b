export { RedisHealthBoard, type RedisHealthOptions } from './redis-health.js';
