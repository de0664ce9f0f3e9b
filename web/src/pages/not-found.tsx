import { A } from '@solidjs/router';
import Compass from 'lucide-solid/icons/compass';
import { t } from '../i18n/index.js';
import { buttonClass } from '../ui/button.js';
import { EmptyState } from '../ui/parts.js';
import { usePageTitle } from '../ui/title.js';

/** An address that leads nowhere. */
export function NotFoundPage() {
  usePageTitle(() => t().frame.notFoundTitle);
  return (
    <>
      <h1 class="sr-only">{t().frame.notFoundTitle}</h1>
      <EmptyState icon={<Compass size={36} />} title={t().frame.notFoundTitle} text={t().frame.notFoundText}><A class={buttonClass('primary')} href="/agents">{t().frame.toAgents}</A></EmptyState>
    </>
  );
}
