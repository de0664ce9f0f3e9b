import { For, splitProps, type JSX } from 'solid-js';
import { Field } from './field.js';

interface SelectFieldProps extends Omit<JSX.SelectHTMLAttributes<HTMLSelectElement>, 'id' | 'onChange' | 'value'> {
  label: string;
  hint?: string | undefined;
  fault?: string | undefined;
  value: string;
  options: readonly { readonly value: string; readonly name: string }[];
  onValue: (value: string) => void;
}

/** One of several from a list, with its label. */
export function SelectField(props: SelectFieldProps) {
  const [frame, own, rest] = splitProps(props, ['label', 'hint', 'fault'], ['value', 'options', 'onValue', 'class']);
  return (
    <Field {...frame}>
      {(ids) => (
        <select class={`field-box control ${own.class ?? ''}`} {...ids} {...rest} onChange={(event) => { own.onValue(event.currentTarget.value); }}>
          <For each={own.options}>{(option) => <option value={option.value} selected={option.value === own.value}>{option.name}</option>}</For>
        </select>
      )}
    </Field>
  );
}
