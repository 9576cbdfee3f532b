import { cookies } from 'next/headers'
import { getRequestConfig } from 'next-intl/server'

/** Language by the cookie `locale`, Korean unless it says English. */
export default getRequestConfig(async () => {
  const locale = (await cookies()).get('locale')?.value === 'en' ? 'en' : 'ko'
  const messages = locale === 'en' ? (await import('../messages/en.json')).default : (await import('../messages/ko.json')).default
  return { locale, messages, timeZone: 'Asia/Seoul' }
})
