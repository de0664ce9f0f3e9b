import Check from 'lucide-solid/icons/check';
import Copy from 'lucide-solid/icons/copy';
import { createSignal, createUniqueId, Show } from 'solid-js';
import { t } from '../i18n/index.js';
import { Button } from './button.js';
import { copyText } from './copy.js';

/** Something that is shown once, to be copied and kept elsewhere. */
export function Secret(props: { label: string; text: string; isMinor?: boolean; onCopied?: () => void }) {
  const id = createUniqueId();
  const [isCopied, setCopied] = createSignal(false);
  let box: HTMLInputElement | undefined;
  const copy = async () => {
    box?.select();
    await copyText(props.text);
    setCopied(true);
    props.onCopied?.();
  };
  return (
    <div class="flex flex-col gap-1">
      <label for={id} class="text-sm font-medium">{props.label}</label>
      <div class="flex gap-2">
        <input ref={box} id={id} readonly autocomplete="off" spellcheck={false} class="field-box control min-w-0 flex-1 font-mono text-sm text-ink!" value={props.text} onFocus={(event) => { event.currentTarget.select(); }} onCopy={() => { setCopied(true); props.onCopied?.(); }} />
        <Button look={props.isMinor ? 'plain' : 'primary'} onClick={() => { void copy(); }}><Show when={isCopied()} fallback={<Copy size={16} aria-hidden="true" />}><Check size={16} aria-hidden="true" /></Show>{t().common.copy}</Button>
      </div>
    </div>
  );
}
