import { Title } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './panel.module.css'

/** A part of a page that stands apart: its name, what can be done with it, its content. */
export function Panel({ title, action, children, flush = false }: { title?: ReactNode; action?: ReactNode; children: ReactNode; flush?: boolean }) {
  return (
    <section className={classes.panel}>
      {title && (
        <div className={classes.head}>
          <Title order={2} size="h3">
            {title}
          </Title>
          {action}
        </div>
      )}
      <div className={flush ? undefined : classes.body}>{children}</div>
    </section>
  )
}
