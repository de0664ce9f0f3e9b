import { Show, splitProps, type JSX, type ParentProps } from 'solid-js';

type Look = 'primary' | 'plain' | 'quiet' | 'danger';

const LOOKS: Record<Look, string> = {
  primary: 'bg-accent text-on-accent hover:bg-accent-strong',
  plain: 'border border-edge bg-surface text-ink hover:bg-sunken',
  quiet: 'text-muted hover:bg-sunken hover:text-ink',
  danger: 'border border-danger text-danger hover:bg-danger-soft',
};

const SHAPE = 'control inline-flex items-center justify-center gap-2 rounded-lg px-3.5 font-medium whitespace-nowrap transition-colors disabled:cursor-not-allowed disabled:opacity-60';

export const buttonClass = (look: Look = 'plain', extra = '') => `${SHAPE} ${LOOKS[look]} ${extra}`;

interface ButtonProps extends JSX.ButtonHTMLAttributes<HTMLButtonElement> {
  look?: Look;
  /** Work goes on: pressed again nothing happens, and a screen reader hears that it is busy. */
  isBusy?: boolean;
}

/** A button; of type `button` unless said otherwise. */
export function Button(props: ParentProps<ButtonProps>) {
  const [own, rest] = splitProps(props, ['look', 'isBusy', 'class', 'children', 'disabled']);
  return (
    <button type="button" class={buttonClass(own.look, own.class)} disabled={own.disabled || own.isBusy} aria-busy={own.isBusy} {...rest}>
      <Show when={own.isBusy}><span class="size-3.5 animate-spin rounded-full border-2 border-current border-t-transparent" aria-hidden="true" /></Show>
      {own.children}
    </button>
  );
}

interface IconButtonProps extends JSX.ButtonHTMLAttributes<HTMLButtonElement> {
  /** What it does, for those who do not see the icon. */
  label: string;
}

/** A square button that shows an icon alone. */
export function IconButton(props: ParentProps<IconButtonProps>) {
  const [own, rest] = splitProps(props, ['label', 'class', 'children']);
  return <button type="button" aria-label={own.label} title={own.label} class={`control inline-flex aspect-square items-center justify-center rounded-lg text-muted hover:bg-sunken hover:text-ink ${own.class ?? ''}`} {...rest}>{own.children}</button>;
}
