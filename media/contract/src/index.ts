export { mediaCommand, type MediaCommand } from './commands.js';
export {
  CALL_EVENT_TYPES, callEvent, callEventPayloads, callInterim, endedReason, heardEvidence, turnLatency, type CallEvent, type CallEventPayload,
  type CallEventType, type CallInterim, type EndedReason, type HeardEvidence, type TurnLatency, type UsageLine,
} from './events.js';
export {
  callPlan, planAgent, route, routeStep, turnTaking, type CallPlan, type PlanAgent, type PlanRefusal, type Route, type RouteStep, type TurnTaking,
} from './plan.js';
