import { execFile } from 'node:child_process'
import { readdirSync } from 'node:fs'
import { createRequire } from 'node:module'
import { networkInterfaces } from 'node:os'
import { promisify } from 'node:util'
import { BACKENDS, type BackendName } from './backend.ts'
import { linkState } from './link-state.ts'

/** Something that can be captured on. */
export interface InterfaceInfo {
  readonly name: string
  readonly state: 'up' | 'down' | 'unknown'
  readonly addresses: readonly string[]
  readonly description: string
}

const run = promisify(execFile)
const PATIENCE = { timeout: 5_000 }
/** Capture devices that carry no network traffic: nothing of ours is to be seen there. */
const NOT_NETWORK = /^(?:bluetooth|dbus|nflog|nfqueue|usbmon)/

/** What can be captured on: as the capturing program lists it, else as the system does. */
export async function listInterfaces(): Promise<InterfaceInfo[]> {
  const names = new Map<string, string>([['any', 'all of them'], ...systemNames()])
  for (const [name, description] of await listedByTcpdump()) names.set(name, names.get(name) ?? description)
  return [...names]
    .filter(([name]) => !NOT_NETWORK.test(name))
    .map(([name, description]) => describe(name, description))
}

/** Which programs there are to capture with, in the order in which they are tried, and where. */
export function installedBackends(): { readonly name: BackendName; readonly path: string | undefined }[] {
  return Object.values(BACKENDS).map((backend) => ({
    name: backend.name,
    path: backend.name === 'cap' ? capBinary() : backend.program(),
  }))
}

/** Looked for, not loaded. */
function capBinary(): string | undefined {
  try {
    return createRequire(import.meta.url).resolve('cap/build/Release/cap.node')
  } catch {
    return undefined
  }
}

function systemNames(): [string, string][] {
  try {
    return readdirSync('/sys/class/net').map((name) => [name, name === 'lo' ? 'loopback' : ''])
  } catch {
    return Object.keys(networkInterfaces()).map((name) => [name, ''])
  }
}

/** Lines such as `2.lo (Loopback) [Up, Running]`. */
async function listedByTcpdump(): Promise<[string, string][]> {
  const program = BACKENDS.tcpdump.program()
  if (program === undefined) return []
  try {
    const { stdout } = await run(program, ['-D'], PATIENCE)
    return stdout.split('\n').flatMap((line): [string, string][] => {
      const [, name, description = ''] = /^\d+\.(\S+)(?: \((.*?)\))?(?: \[|$)/.exec(line) ?? []
      return name === undefined ? [] : [[name, description]]
    })
  } catch {
    return []
  }
}

function describe(name: string, description: string): InterfaceInfo {
  const addresses = (networkInterfaces()[name] ?? []).map(({ address }) => address)
  const state = linkState(name)
  return { name, state: state === 'gone' ? 'unknown' : state, addresses, description }
}
