export { createAddressCheck, type AddressCheck } from './addresses.js';
export { createOutbound, type Outbound, type OutboundAnswer, type OutboundOptions, type OutboundRequest } from './client.js';
export { OutboundError, type OutboundErrorCode } from './errors.js';
