import type { ReactNode } from 'react'
import { Mark } from '#components/shell/mark.tsx'
import { LanguageSwitch } from '#features/accounts/components/language-switch.tsx'
import classes from './auth.module.css'

export default function AuthLayout({ children }: { children: ReactNode }) {
  return (
    <main className={classes.page}>
      <div className={classes.card}>
        <div className={classes.brand}>
          <Mark />
          Quarterdeck
        </div>
        <div className={classes.sheet}>{children}</div>
        <div className={classes.foot}>
          <LanguageSwitch />
        </div>
      </div>
    </main>
  )
}
