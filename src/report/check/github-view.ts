import type { Finding, Severity } from '../../rules/finding.ts'
import { findingName, findingSubject, findingTags } from '../finding-text.ts'
import type { PacketOrigins } from '../packet-origins.ts'
import { QuietView, type Write } from '../view.ts'

const COMMANDS: Readonly<Record<Severity, string>> = { error: 'error', warning: 'warning', note: 'notice' }

/** Workflow commands of GitHub Actions, one a finding: they become annotations. What is not sure is a notice. */
export class GithubView extends QuietView {
  readonly wantsEvents = false
  private readonly origins: PacketOrigins
  private readonly write: Write

  constructor(origins: PacketOrigins, write: Write) {
    super()
    this.origins = origins
    this.write = write
  }

  override finding(finding: Finding): void {
    const { severity, certainty, message, packets } = finding
    const command = certainty === 'sure' ? COMMANDS[severity] : 'notice'
    const { files, number } = this.origins.locate(packets[0])
    const subject = findingSubject(finding)
    const where = number === undefined ? '' : ` (packet ${number})`
    const properties = `file=${property(files.join('+'))},title=${property(findingName(finding))}`
    const text = `${subject === '' ? '' : `${subject}: `}${message}${where} ${findingTags(finding)}`
    this.write(`::${command} ${properties}::${data(text)}\n`)
  }
}

/** The text of a command. */
const data = (text: string): string => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A')

/** The value of a property, which a colon or a comma would end. */
const property = (text: string): string => data(text).replaceAll(':', '%3A').replaceAll(',', '%2C')
