import { A } from '@solidjs/router';
import Minus from 'lucide-solid/icons/minus';
import TrendingDown from 'lucide-solid/icons/trending-down';
import TrendingUp from 'lucide-solid/icons/trending-up';
import { Show } from 'solid-js';
import { Dynamic } from 'solid-js/web';
import { t } from '../../i18n/index.js';
import { formatMoney, formatNumber, formatPercent, formatShort } from '../../i18n/format.js';
import type { LiveFeed } from '../../live/live-feed.js';
import { callsHref, type CallsFilter } from './calls-link.js';
import { answeredShare, compare, type Comparison } from './comparison.js';
import type { HomeData } from './home-data.js';
import { boundsOf, type Range } from './range.js';

/** Where there is no figure. */
const NOTHING = '–';
const ICONS = { more: TrendingUp, less: TrendingDown, same: Minus } as const;

interface FigureProps {
  label: string;
  /** Where the calls are that make the figure. */
  href: string;
  value: string;
  detail?: string | undefined;
  comparison?: { readonly result: Comparison | undefined; readonly say: (result: Comparison) => string; readonly href: string };
}

/** A figure, what it is made of, and how it stands to the range before. Figures in a row are of one height. */
function Figure(props: FigureProps) {
  const look = (result: Comparison) => (result.isGood === undefined ? 'text-muted' : result.isGood ? 'text-accent' : 'text-danger');
  return (
    <li class="card relative flex min-h-34 min-w-0 flex-col px-4 py-3 wrap-anywhere sm:min-h-32 hover:border-edge">
      <A href={props.href} class="text-sm text-muted after:absolute after:inset-0 after:rounded-xl">{props.label}</A>
      <p class="mt-0.5 text-2xl font-semibold tracking-tight tabular-nums">{props.value}</p>
      <p class="mb-1 text-xs text-muted tabular-nums">{props.detail}</p>
      <Show when={props.comparison?.result} fallback={<Show when={props.comparison}><p class="mt-auto flex min-h-6 items-center text-xs text-muted">{t().home.comparison.none}</p></Show>}>
        {(result) => (
          <A href={props.comparison!.href} class={`line-link relative z-10 mt-auto gap-1 self-start rounded text-xs hover:underline ${look(result())}`}>
            <Dynamic component={ICONS[result().direction]} size={13} class="shrink-0" aria-hidden="true" />{props.comparison!.say(result())}
          </A>
        )}
      </Show>
    </li>
  );
}

type Kind = 'amount' | 'share' | 'time';
const WORDS = { amount: { more: 'more', less: 'less' }, share: { more: 'higher', less: 'lower' }, time: { more: 'slower', less: 'quicker' } } as const;

/** What the organization's calls came to, beside what runs now. Every figure leads to the calls it was made from. */
export function Figures(props: { data: NonNullable<HomeData['state']['data']>; range: Range; feed: LiveFeed }) {
  const words = () => t().home;
  const now = () => props.data.now;
  const before = () => props.data.before;
  const href = (filter: CallsFilter) => callsHref({ startedFrom: `-${props.range}`, ...filter });
  const hrefBefore = (filter: CallsFilter) => { const { from, previousFrom } = boundsOf(props.range, Date.now()); return callsHref({ startedFrom: previousFrom, startedBefore: from, ...filter }); };
  const sentence = (result: Comparison, kind: Kind, written: (difference: number) => string) => {
    const range = words().rangesBefore[props.range];
    return result.direction === 'same' ? words().comparison.same(range) : words().comparison[WORDS[kind][result.direction]](written(result.difference), range);
  };
  const money = (amount: number) => formatMoney(String(amount), now().cost.currency);
  const time = (durationMs: number | null) => (durationMs === null ? NOTHING : formatShort(durationMs));
  const share = () => answeredShare(now());
  const slowest = (responseMs: number | null): CallsFilter => ({ ...(responseMs === null ? { isAnswered: 'true' } : { responseMinMs: String(Math.floor(responseMs)) }), orderBy: 'RESPONSE_DESC' });
  const answers: CallsFilter = { isAnswered: 'true', orderBy: 'RESPONSE_DESC' };
  return (
    <ul class="grid grid-cols-2 gap-3 md:grid-cols-3" aria-label={words().figures}>
      <Figure label={words().callsNow} href="/live" value={`${props.feed.count() ?? NOTHING}${props.feed.isComplete() ? '' : '+'}`} detail={words().callsNowDetail} />
      <Figure label={words().calls} href={href({})} value={formatNumber(now().calls)}
        comparison={{ result: compare(now().calls, before().calls), say: (result) => sentence(result, 'amount', formatNumber), href: hrefBefore({}) }} />
      <Figure label={words().answered} href={href({ isAnswered: 'true' })} value={share() === null ? NOTHING : formatPercent(share()!)} detail={words().answeredDetail(formatNumber(now().answeredCalls), formatNumber(now().calls))}
        comparison={{ result: compare(share(), answeredShare(before()), { noise: 0.0005, moreIs: 'good' }), say: (result) => sentence(result, 'share', (difference) => words().points(formatNumber(difference * 100))), href: hrefBefore({ isAnswered: 'true' }) }} />
      <Figure label={words().responseP50} href={href(answers)} value={time(now().responseP50Ms)} detail={words().responseP50Detail}
        comparison={{ result: compare(now().responseP50Ms, before().responseP50Ms, { noise: 5, moreIs: 'bad' }), say: (result) => sentence(result, 'time', formatShort), href: hrefBefore(answers) }} />
      <Figure label={words().responseP95} href={href(slowest(now().responseP95Ms))} value={time(now().responseP95Ms)} detail={words().responseP95Detail}
        comparison={{ result: compare(now().responseP95Ms, before().responseP95Ms, { noise: 5, moreIs: 'bad' }), say: (result) => sentence(result, 'time', formatShort), href: hrefBefore(slowest(before().responseP95Ms)) }} />
      <Figure label={words().cost} href={href({ orderBy: 'COST_DESC' })} value={money(Number(now().cost.amount))}
        comparison={{ result: compare(Number(now().cost.amount), Number(before().cost.amount), { noise: 0.00005 }), say: (result) => sentence(result, 'amount', money), href: hrefBefore({ orderBy: 'COST_DESC' }) }} />
    </ul>
  );
}
