import { createMemo } from 'solid-js';
import { encode } from 'uqr';

/** Scanners want so much room around it, in modules. */
const QUIET_MODULES = 4;

/** A text as a QR code, drawn here. Dark on light in every look: not all scanners read it the other way round. */
export function QrCode(props: { text: string; label: string }) {
  const code = createMemo(() => encode(props.text, { ecc: 'M', border: QUIET_MODULES }));
  const path = () => code().data.flatMap((row, y) => row.flatMap((isDark, x) => (isDark ? [`M${x} ${y}h1v1h-1z`] : []))).join('');
  return (
    <svg role="img" aria-label={props.label} viewBox={`0 0 ${code().size} ${code().size}`} class="size-48 rounded-lg border border-line bg-white" shape-rendering="crispEdges">
      <path d={path()} fill="#000" />
    </svg>
  );
}
