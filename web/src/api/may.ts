import { viewer } from './session.js';

/**
 * Whether who is signed in may do this in the organization they work in, e.g. `agents:update`: what they may not is not
 * offered. The server has the last word.
 */
export const may = (permission: string): boolean => viewer()?.permissions.includes(permission) === true;
