import { cookies } from 'next/headers'
import { getRequestConfig } from 'next-intl/server'
import { catalogueOf } from '#server/http/catalogue.ts'

/** Language by the cookie `locale`, Korean unless it says English. */
export default getRequestConfig(async () => {
  const locale = (await cookies()).get('locale')?.value === 'en' ? 'en' : 'ko'
  return { locale, messages: catalogueOf(locale), timeZone: 'Asia/Seoul' }
})
