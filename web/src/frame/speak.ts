import { t } from '../i18n/index.js';
import { chooseLanguage, type LanguageChoice } from '../i18n/language.js';
import { toast } from '../ui/toast.js';

/** Chooses the language; tells where its words could not be fetched. */
export async function speak(choice: LanguageChoice): Promise<void> {
  if (!await chooseLanguage(choice)) toast(t().frame.languageFailed, 'danger');
}
