import { TURN_SPEC, type PluginContext, type TurnProvider, type TurnVerdict } from '@parley/plugin-sdk';
import { delay, throwIfAborted } from './delay.js';
import { FaultPlan, playFaultOfAnswer } from './faults.js';
import { turnSettings } from './settings.js';

/** Scripted end-of-turn verdicts, on the clock it is given. */
export async function openTurn(context: PluginContext): Promise<TurnProvider> {
  const settings = turnSettings.parse(context.settings);
  const faults = new FaultPlan(settings.faults);
  const rules = settings.rules.map((rule) => ({ ...rule, expression: new RegExp(rule.match, 'iu') }));
  return {
    spec: TURN_SPEC,
    abilities: { needsAudio: false, languages: settings.languages },
    async predict({ transcript, signal }): Promise<TurnVerdict> {
      throwIfAborted(signal);
      const fault = faults.next();
      await playFaultOfAnswer(fault, context.clock, signal);
      await delay(context.clock, settings.delayMs, signal);
      const rule = rules.find((candidate) => candidate.expression.test(transcript));
      const verdict = {
        completeProbability: rule?.completeProbability ?? settings.completeProbability, threshold: settings.threshold,
        reason: rule?.reason ?? 'no scripted rule matched',
        ...(rule?.waitMs === undefined ? {} : { waitMs: rule.waitMs }),
        ...(rule?.expectation === undefined ? {} : { expectation: rule.expectation }),
      };
      if (fault?.kind === 'garbage') return { ...verdict, completeProbability: Number.NaN };
      return fault?.kind === 'silence' ? { ...verdict, completeProbability: 0 } : verdict;
    },
    async close() {},
  };
}
