import type {
  ActionIconProps,
  AlertProps,
  AnchorProps,
  BadgeProps,
  ButtonProps,
  CheckboxProps,
  CSSVariablesResolver,
  DrawerProps,
  InputProps,
  MantineColorsTuple,
  MenuProps,
  ModalProps,
  NavLinkProps,
  PaperProps,
  PopoverProps,
  SkeletonProps,
  TableProps,
  TooltipProps,
} from '@mantine/core'
import { createTheme } from '@mantine/core'
import type { CSSProperties } from 'react'

const gray: MantineColorsTuple = ['#f7f8f9', '#f0f1f3', '#e6e8eb', '#d9dce0', '#c3c7cd', '#6a717b', '#5b626c', '#434951', '#2c3036', '#191c20']
const dark: MantineColorsTuple = ['#e4e6e9', '#c4c7cd', '#a0a5ae', '#868c96', '#33373f', '#272a31', '#1c1f24', '#141619', '#0f1113', '#0a0b0d']
/** Shade 8 carries white text at 7.9:1, shade 5 at 4.7:1; shade 3 reads on the dark ground at 7.6:1. */
const indigo: MantineColorsTuple = ['#eef0fd', '#dde1fb', '#bfc6f6', '#9fa9f0', '#828eea', '#5f6bd6', '#5560cd', '#4b55bd', '#414aa8', '#353d8c']

/** The usual one, but for the two shades of filled buttons on the dark ground: they carry white text at 4.8:1 and 5.5:1. */
const red: MantineColorsTuple = ['#fff5f5', '#ffe3e3', '#ffc9c9', '#ffa8a8', '#ff8787', '#d73333', '#c92a2a', '#f03e3e', '#e03131', '#c92a2a']

/** What `Button.extend` would be, without the component: naming all of them here would load all of them first. */
const dress = <Props extends object>(defaultProps: Partial<Props>, styles?: Record<string, CSSProperties>) => ({ defaultProps, ...(styles ? { styles } : {}) })

const still = { transitionProps: { duration: 140 } }

/** The look of the whole console: sizes on a 4 px grid, borders rather than shadows, one accent. */
export const theme = createTheme({
  colors: { gray, dark, indigo, red },
  primaryColor: 'indigo',
  primaryShade: { light: 8, dark: 5 },
  black: '#191c20',
  fontFamily: '"Pretendard Variable", Pretendard, system-ui, -apple-system, "Segoe UI", "Apple SD Gothic Neo", "Noto Sans KR", sans-serif',
  fontFamilyMonospace: 'ui-monospace, SFMono-Regular, "JetBrains Mono", Menlo, Consolas, "D2Coding", monospace',
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '20px' },
  lineHeights: { xs: '1.35', sm: '1.4', md: '1.5', lg: '1.5', xl: '1.4' },
  spacing: { xs: '8px', sm: '12px', md: '16px', lg: '24px', xl: '32px' },
  radius: { xs: '3px', sm: '4px', md: '6px', lg: '8px', xl: '12px' },
  defaultRadius: 'md',
  shadows: { xs: 'none', sm: 'none', md: '0 4px 16px rgb(0 0 0 / 10%)', lg: '0 8px 28px rgb(0 0 0 / 14%)', xl: '0 12px 40px rgb(0 0 0 / 18%)' },
  headings: {
    fontWeight: '600',
    sizes: {
      h1: { fontSize: '20px', lineHeight: '28px' },
      h2: { fontSize: '16px', lineHeight: '24px' },
      h3: { fontSize: '14px', lineHeight: '20px' },
      h4: { fontSize: '13px', lineHeight: '20px' },
    },
  },
  focusRing: 'auto',
  respectReducedMotion: true,
  cursorType: 'pointer',
  components: {
    ActionIcon: dress<ActionIconProps>({ variant: 'subtle', color: 'gray', size: 'md' }),
    Alert: dress<AlertProps>({ variant: 'outline' }),
    Anchor: dress<AnchorProps>({ underline: 'hover' }),
    Badge: dress<BadgeProps>({ radius: 'sm', tt: 'none', fw: 500 }),
    Button: dress<ButtonProps>({ size: 'sm', fw: 500 }),
    Checkbox: dress<CheckboxProps>({ size: 'sm', radius: 'sm' }),
    Drawer: dress<DrawerProps>({ ...still, position: 'right', overlayProps: { backgroundOpacity: 0.3 } }, { title: { fontWeight: 600 } }),
    Input: dress<InputProps>({ size: 'sm' }),
    Menu: dress<MenuProps>({
      ...still, // The placeholder is a focusable element that is no item, which a menu may not hold.
      withInitialFocusPlaceholder: false,
      shadow: 'md',
      position: 'bottom-end',
    }),
    Modal: dress<ModalProps>({ ...still, centered: true, overlayProps: { backgroundOpacity: 0.3 } }, { title: { fontWeight: 600 } }),
    NavLink: dress<NavLinkProps>({ variant: 'subtle' }),
    Paper: dress<PaperProps>({ withBorder: true }),
    Popover: dress<PopoverProps>({ ...still, shadow: 'md' }),
    Skeleton: dress<SkeletonProps>({ radius: 'sm' }),
    Table: dress<TableProps>({ verticalSpacing: 6 }),
    Tooltip: dress<TooltipProps>({ openDelay: 250, events: { hover: true, focus: true, touch: true }, multiline: true, maw: 320, fz: 'xs' }),
  },
})

/** Colours with a meaning, at least 4.5:1 as text on the ground and on their own tint, in both themes. */
export const variables: CSSVariablesResolver = () => ({
  variables: {},
  light: {
    '--mantine-color-error': '#b42318',
    '--mantine-color-dimmed': gray[6],
    '--qd-line': gray[2],
    '--qd-raised': '#ffffff',
    '--qd-sunken': gray[0],
    '--qd-hover': gray[1],
    '--qd-link': indigo[8],
    '--qd-green': '#1a6b34',
    '--qd-green-tint': '#e7f5ec',
    '--qd-red': '#b42318',
    '--qd-red-tint': '#fdeeec',
    '--qd-amber': '#855300',
    '--qd-amber-tint': '#fdf3dc',
    '--qd-blue': '#17599c',
    '--qd-blue-tint': '#e6f1fb',
    '--qd-grey': gray[6],
    '--qd-grey-tint': gray[1],
  },
  dark: {
    '--mantine-color-error': '#ff9a8f',
    '--mantine-color-dimmed': dark[2],
    '--mantine-color-anchor': indigo[3],
    '--qd-line': '#282b32',
    '--qd-raised': '#191b1f',
    '--qd-sunken': '#101214',
    '--qd-hover': '#20232a',
    '--qd-link': indigo[3],
    '--qd-green': '#62d08a',
    '--qd-green-tint': '#14291c',
    '--qd-red': '#ff9a8f',
    '--qd-red-tint': '#371a18',
    '--qd-amber': '#f0bb4b',
    '--qd-amber-tint': '#30250f',
    '--qd-blue': '#7cbcf5',
    '--qd-blue-tint': '#132738',
    '--qd-grey': dark[2],
    '--qd-grey-tint': '#22252b',
  },
})
