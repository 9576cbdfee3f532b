import { expect, type Locator, type Page } from '@playwright/test'
import { say, type Words } from '../words.ts'

/** The catalogue, its panel and its editor. */
export class MetricPage {
  readonly page: Page
  readonly w: Words

  constructor(page: Page, w: Words) {
    this.page = page
    this.w = w
  }

  private get words() {
    return this.w.retention.metrics
  }

  async openList(search = ''): Promise<void> {
    await this.page.goto(`/retention/metrics${search}`)
    await expect(this.page.getByRole('heading', { level: 1, name: this.words.title })).toBeVisible()
  }

  row(name: string): Locator {
    return this.page
      .getByRole('region', { name: this.words.title })
      .getByRole('row')
      .filter({ has: this.page.getByRole('link', { name, exact: true }) })
  }

  async openPanel(name: string): Promise<Locator> {
    const panel = this.page.getByRole('dialog', { name })
    // The list comes with the page; what is pressed counts only once its script runs.
    await this.row(name).getByRole('link').click()
    await expect(panel.getByRole('heading', { name: this.words.panel.versions })).toBeVisible()
    return panel
  }

  field(name: 'name' | 'label' | 'family' | 'ruleField' | 'subject' | 'fromDay' | 'toDay'): Locator {
    const suggests = name === 'family' || name === 'ruleField' || name === 'subject'
    return this.page.getByRole(suggests ? 'combobox' : 'textbox', { name: this.words.form[name], exact: true })
  }

  async chooseRule(kind: keyof Words['retention']['metrics']['form']['rules']): Promise<void> {
    await this.page.getByRole('combobox', { name: this.words.form.rule, exact: true }).click()
    await this.page.getByRole('option', { name: this.words.form.rules[kind], exact: true }).click()
  }

  async addCondition(at: number, field: string, value: string): Promise<void> {
    await this.page.getByRole('button', { name: this.words.form.addCondition }).click()
    await this.page.getByRole('combobox', { name: say(this.words.form.conditionField, { at }) }).fill(field)
    await this.page.getByRole('textbox', { name: say(this.words.form.conditionValue, { at }) }).fill(value)
  }

  /** What the try-out says now. */
  answer(): Locator {
    return this.page.getByRole('region', { name: this.words.try.value })
  }
}
