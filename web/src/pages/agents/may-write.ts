import { may } from '../../api/may.js';
import { viewer } from '../../api/session.js';

/** Whether who is signed in may change agents here; the server has the last word. */
export const mayWrite = (): boolean => viewer() === undefined || may('agents:update');
