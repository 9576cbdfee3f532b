import { Group, Text, Title } from '@mantine/core'
import type { ReactNode } from 'react'
import classes from './feedback.module.css'

type Props = { icon?: ReactNode; title: string; children?: ReactNode; action?: ReactNode }

/** What stands where content would be: first use, nothing found, no permission. */
export function StatePanel({ icon, title, children, action }: Props) {
  return (
    <div className={classes.state}>
      {icon && <span aria-hidden>{icon}</span>}
      <Title order={2} size="h3">
        {title}
      </Title>
      {children && (
        <Text size="sm" maw={520} component="div">
          {children}
        </Text>
      )}
      {action && (
        <Group mt={8} justify="center">
          {action}
        </Group>
      )}
    </div>
  )
}
