import { createUniqueId, Show, splitProps, type JSX } from 'solid-js';
import { t } from '../i18n/index.js';

interface FrameProps {
  label: string;
  hint?: string | undefined;
  /** What is wrong with the value, in a sentence. */
  fault?: string | undefined;
  isOptional?: boolean;
  children: (ids: { id: string; 'aria-describedby': string | undefined; 'aria-invalid': boolean }) => JSX.Element;
}

/** A labelled control with its hint and fault, all tied together for screen readers. */
export function Field(props: FrameProps) {
  const id = createUniqueId();
  const describedBy = () => [props.fault && `${id}-fault`, props.hint && `${id}-hint`].filter(Boolean).join(' ') || undefined;
  return (
    <div class="flex flex-col gap-1">
      <label for={id} class="text-sm font-medium">
        {props.label}
        <Show when={props.isOptional}><span class="font-normal text-muted"> · {t().common.optional}</span></Show>
      </label>
      {props.children({ id, get 'aria-describedby'() { return describedBy(); }, get 'aria-invalid'() { return Boolean(props.fault); } })}
      <Show when={props.fault}><p id={`${id}-fault`} class="text-sm text-danger">{props.fault}</p></Show>
      <Show when={props.hint}><p id={`${id}-hint`} class="text-sm text-muted">{props.hint}</p></Show>
    </div>
  );
}

type InputProps = Omit<FrameProps, 'children'> & Omit<JSX.InputHTMLAttributes<HTMLInputElement>, 'id' | 'onInput'> & { onValue: (value: string) => void };

/** A line of text with its label. */
export function TextField(props: InputProps) {
  const [frame, own, rest] = splitProps(props, ['label', 'hint', 'fault', 'isOptional'], ['onValue', 'class']);
  return (
    <Field {...frame}>
      {(ids) => <input class={`field-box control ${own.class ?? ''}`} {...ids} {...rest} onInput={(event) => own.onValue(event.currentTarget.value)} />}
    </Field>
  );
}

type AreaProps = Omit<FrameProps, 'children'> & Omit<JSX.TextareaHTMLAttributes<HTMLTextAreaElement>, 'id' | 'onInput'> & { onValue: (value: string) => void };

/** Several lines of text with their label; grows with what is written. */
export function TextArea(props: AreaProps) {
  const [frame, own, rest] = splitProps(props, ['label', 'hint', 'fault', 'isOptional'], ['onValue', 'class']);
  return (
    <Field {...frame}>
      {(ids) => <textarea class={`field-box field-sizing-content max-h-96 min-h-20 ${own.class ?? ''}`} {...ids} {...rest} onInput={(event) => own.onValue(event.currentTarget.value)} />}
    </Field>
  );
}
