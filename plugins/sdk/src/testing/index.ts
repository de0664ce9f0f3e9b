export { VirtualClock, VirtualTimeoutError } from './virtual-clock.js';
