import { createSignal } from 'solid-js';
import { createStore } from 'solid-js/store';
import { sentenceOfFault, type UserFault } from '../../../../api/faults.js';
import { t } from '../../../../i18n/index.js';
import { draftOf, settingsOf, type SettingDraft, type Settings } from './setting-draft.js';
import { readFields } from './setting-fields.js';

/** The fault about one setting, wherever in it, e.g. `["input", "settings", "model"]`. */
const faultOfSetting = (errors: readonly UserFault[], name: string) => errors.find(({ path }) => path?.[1] === 'settings' && path[2] === name);

/** A form of settings: what is entered, what it means, and what is wrong with it. It stays that of the schema that it began with. */
export function createSettingDraft(schema: unknown, begin: Settings) {
  const fields = readFields(schema);
  const [draft, setDraft] = createStore<Record<string, string | boolean>>({ ...draftOf(fields, begin) });
  const [unreadable, setUnreadable] = createSignal<readonly string[]>([]);
  return {
    fields, draft: draft as SettingDraft,
    set: (name: string, value: string | boolean) => { setDraft(name, value); },
    /** What the draft asks for, whether or not all of it can be read. */
    settings: () => settingsOf(fields, draft).settings,
    /** The settings to send; undefined where a text of them is no JSON, which is then said at its field. */
    read: (): Settings | undefined => {
      const { settings, unreadable: wrong } = settingsOf(fields, draft);
      setUnreadable(wrong);
      return wrong.length > 0 ? undefined : settings;
    },
    faultOf: (errors: readonly UserFault[], name: string): string | undefined => {
      const fault = faultOfSetting(errors, name);
      return unreadable().includes(name) ? t().connections.notJson : fault && sentenceOfFault(fault);
    },
    hasPlaceFor: ({ path }: UserFault) => path?.[1] === 'settings' && fields.some(({ name }) => name === path[2]),
  };
}
