import { spawn, spawnSync } from 'node:child_process'
import { chmodSync, copyFileSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { BACKENDS } from '../../src/io/live/backend.ts'
import type { FailureKind } from '../../src/io/live/capture-failure.ts'
import { explainEnd } from '../../src/io/live/failures.ts'
import { readCapture } from '../capture/files.ts'
import { oscarscope, ROOT } from '../cli/program.ts'
import { temporaryFiles } from '../io/reading.ts'
import { follow, has, Link, OBSTACLE, Peer } from './namespaces.ts'

const files = temporaryFiles()
const request = { interface: 'eth0', filter: 'prot 5190', snaplen: 262_144, promiscuous: true, bufferMiB: 64 }

/** What the programs say, word by word. */
const SAYINGS: readonly (readonly ['dumpcap' | 'tcpdump' | 'cap', FailureKind, string])[] = [
  ['dumpcap', 'no-interface', 'dumpcap: There is no device named "eth0".\n(No such device exists)'],
  [
    'dumpcap',
    'no-permission',
    'dumpcap: You do not have permission to capture on device "eth0".\n(socket: Operation not permitted)\nPlease check to make sure you have sufficient permissions.',
  ],
  [
    'dumpcap',
    'no-permission',
    "dumpcap: The capture session could not be initiated on interface 'eth0' (You don't have permission to capture on that device).",
  ],
  [
    'dumpcap',
    'bad-filter',
    "dumpcap: Invalid capture filter \"prot 5190\" for interface 'eth0'.\n\nThat string isn't a valid capture filter (can't parse filter expression: syntax error).",
  ],
  ['dumpcap', 'interface-gone', 'dumpcap: The network adapter "eth0" is no longer attached; the capture has stopped.'],
  ['tcpdump', 'no-interface', 'tcpdump: eth0: No such device exists\n(No such device exists)'],
  [
    'tcpdump',
    'no-permission',
    "tcpdump: eth0: You don't have permission to perform this capture on that device\n(socket: Operation not permitted)",
  ],
  ['tcpdump', 'bad-filter', "tcpdump: can't parse filter expression: syntax error"],
  ['tcpdump', 'interface-gone', 'tcpdump: pcap_loop: The interface disappeared'],
  ['tcpdump', 'interface-down', 'tcpdump: eth0: That device is not up'],
  ['cap', 'no-interface', 'capture-helper: No such device exists'],
  ['cap', 'no-permission', 'capture-helper: socket: Operation not permitted'],
  ['cap', 'bad-filter', "capture-helper: can't parse filter expression: syntax error"],
  ['cap', 'cap-missing', 'capture-helper: cap is not installed'],
  ['cap', 'cap-unbuilt', "capture-helper: cap has no binary: Cannot find module '../build/Release/cap.node'"],
]

describe('why a capture ended', () => {
  it.each(SAYINGS)('is understood from the words of %s: %s', (backend, kind, said) => {
    const child = { backend, program: `/usr/bin/${backend}`, request, said: said.split('\n') }
    const failure = explainEnd({ ...child, code: 1, signal: null, started: false })
    expect(failure.kind).toBe(kind)
    expect(failure.message).not.toMatch(/^(?:dumpcap|tcpdump|capture-helper):/)
    expect(failure.remedies.length).toBeGreaterThan(0)
  })

  it('is that the interface went when the cap package aborts its process', () => {
    const end = { backend: 'cap', program: 'node', request: { ...request, interface: 'no-such' }, said: [] } as const
    expect(explainEnd({ ...end, code: null, signal: 'SIGABRT', started: true }).kind).toBe('interface-gone')
  })

  it('names the signal that killed a program', () => {
    const end = { backend: 'tcpdump', program: 'tcpdump', request, said: [], code: null, signal: 'SIGKILL' } as const
    expect(explainEnd({ ...end, started: true }).message).toContain('killed (SIGKILL)')
  })

  it('gives remedies that a shell takes as one word each, whatever the interface is called', () => {
    const hostile = { ...request, interface: "a b;$(id)'\u001b[2J" }
    const end = {
      backend: 'tcpdump',
      program: '/usr/bin/tcpdump',
      request: hostile,
      said: ['Operation not permitted'],
    } as const
    for (const line of explainEnd({ ...end, code: 1, signal: null, started: false }).lines) {
      expect(line).not.toContain('\u001b')
      if (line.includes('tcpdump -i')) expect(line).toContain(`'a b;$(id)'\\''`)
    }
  })
})

describe('the counters of the programs', () => {
  it('are read from what they say', () => {
    const { dumpcap, tcpdump, cap } = BACKENDS
    const line =
      "Packets received/dropped on interface 'Loopback: lo': 7/12 (pcap:12/dumpcap:0/flushed:0/ps_ifdrop:0) (36.8%)"
    expect(dumpcap.counters(line)).toEqual({ dropped: 12 })
    expect(tcpdump.counters('3 packets dropped by kernel')).toEqual({ dropped: 3 })
    expect(
      tcpdump.counters('tcpdump: 1 packet captured, 1 packet received by filter, 2 packets dropped by kernel'),
    ).toEqual({ dropped: 2 })
    expect(cap.counters('5 packets discarded')).toEqual({ discarded: 5 })
    for (const backend of [dumpcap, tcpdump]) {
      expect(backend.counters('Packets captured: 6')).toBeUndefined()
      expect(backend.chatter.test("tcpdump: can't parse filter expression: syntax error")).toBe(false)
    }
  })
})

describe('the capture helper', () => {
  const helper = (prepare: (modules: string) => void): string => {
    const place = files.path(`helper-${Math.random()}`)
    mkdirSync(join(place, 'node_modules'), { recursive: true })
    writeFileSync(join(place, 'package.json'), '{"type":"module"}')
    copyFileSync(join(ROOT, 'dist/io/capture-helper.js'), join(place, 'capture-helper.js'))
    prepare(join(place, 'node_modules'))
    const { stderr, status } = spawnSync(process.execPath, [join(place, 'capture-helper.js'), 'lo', '65535', '1', ''], {
      encoding: 'utf8',
    })
    expect(status).toBe(1)
    return stderr
  }

  it('says that the package is not installed', () => {
    expect(helper(() => {})).toBe('capture-helper: cap is not installed\n')
  })

  it('says that the package is there without its binary', () => {
    const said = helper((modules) => {
      mkdirSync(join(modules, 'cap'))
      writeFileSync(join(modules, 'cap', 'index.js'), "require('./build/Release/cap.node')")
    })
    expect(said).toMatch(/^capture-helper: cap has no binary: /)
  })

  it('is short, and the only code that loads the package', () => {
    const helperText = readFileSync(join(ROOT, 'src/io/capture-helper.ts'), 'utf8')
    expect(helperText.match(/^(?!\s*(?:\/|\*|$))/gm)!.length).toBeLessThan(90)
    expect(helperText.match(/from '(.*)'/g)).toEqual(["from 'node:net'"])
    const sources = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
    const others = sources.filter((name) => name.endsWith('.ts') && !name.endsWith('capture-helper.ts'))
    for (const name of others) {
      expect(readFileSync(join(ROOT, 'src', name), 'utf8'), name).not.toMatch(/(?:from|import\() ?'cap'/)
    }
  })
})

describe('the command line of live capture', () => {
  it.each([
    [['live'], 'no interface given'],
    [['live', '-i', 'lo', '-b', 'filesize:10'], '-b needs a file'],
    [['live', '-i', 'lo', '-w', 'x', '-b', 'files:3'], 'when a file is full'],
    [['live', '-i', 'lo', '-a', 'filesize:10'], 'need a file to write to'],
    [['live', '-i', 'lo', '--keep-before', '30s'], '--keep-before needs --until'],
    [['live', '-i', 'lo', '--until', 'violation:OFT-999'], 'there is no rule OFT-999'],
    [['live', '-i', 'lo', '-a', 'forever:1'], 'Must be one of'],
    [['live', '-i', 'lo', '--capture-backend', 'nmap'], 'Allowed choices'],
    [['live', '-i', 'lo', '--port', '70000'], 'Must be 0 to 65535'],
    [['tap', '--listen', ':0', '--to', 'nowhere'], 'Must be HOST:PORT'],
  ])('refuses %j', (args, message) => {
    const { code, err } = oscarscope(args)
    expect(err).toContain(message)
    expect(code).toBe(2)
  })

  it('says what to install when there is nothing to capture with', () => {
    const alone = files.path('bin')
    mkdirSync(alone, { recursive: true })
    symlinkSync(process.execPath, join(alone, 'node'))
    const { code, err } = oscarscope(['live', '-i', 'lo', '--capture-backend', 'tcpdump'], { env: { PATH: alone } })
    expect(err).toContain('tcpdump is not installed\n  sudo apt install tcpdump')
    expect(code).toBe(4)
  })

  it('passes over a program that is not there, and explains one that may not be run', () => {
    const bin = files.path('forbidden')
    mkdirSync(bin)
    writeFileSync(join(bin, 'dumpcap'), '')
    chmodSync(join(bin, 'dumpcap'), 0o644)
    const { code, err } = oscarscope(['live', '-i', 'lo', '--capture-backend', 'dumpcap'], { env: { PATH: bin } })
    expect(err).toContain('not permitted to you')
    expect(err).toContain('usermod -aG wireshark')
    expect(err).toContain('sudo tcpdump -i lo -U -w - | oscarscope -')
    expect(code).toBe(4)
  })

  /** Programs of these names that do what the scripts say. */
  const withPrograms = (scripts: Readonly<Record<string, string>>): { env: { PATH: string } } => {
    const bin = files.path(`bin-${Math.random()}`)
    mkdirSync(bin)
    writeFileSync(join(bin, 'header'), Buffer.from('4d3cb2a102000400000000000000000000000400010000000', 'hex'))
    for (const [name, script] of Object.entries(scripts)) {
      writeFileSync(join(bin, name), `#!/bin/sh\n${script.replaceAll('$0', bin)}\n`, { mode: 0o755 })
    }
    return { env: { PATH: `${bin}:${process.env['PATH']}` } }
  }
  const FORBIDDEN = "echo 'socket: Operation not permitted' >&2; exit 1"

  it('passes over a program that may not capture, and leaves a file alone until one does', () => {
    const path = files.write('there.pcapng', Uint8Array.of(1))
    const live = ['live', '-i', 'lo', '-w', path]
    const refused = oscarscope([...live, '--capture-backend', 'dumpcap'], withPrograms({ dumpcap: FORBIDDEN }))
    expect(refused.code).toBe(4)
    expect(refused.err).toContain('usermod -aG wireshark')
    expect(readFileSync(path).length).toBe(1)
    const { code, err } = oscarscope(live, withPrograms({ tcpdump: FORBIDDEN, dumpcap: 'cat $0/header' }))
    expect(err).toContain('capturing on lo (dumpcap)\noscarscope: dumpcap says at its end only how much')
    expect(code).toBe(4)
    expect(readCapture(readFileSync(path)).packets).toEqual([])
  })

  it('lists interfaces', () => {
    const { out, code } = oscarscope(['interfaces', '-T', 'json'])
    const { interfaces, backends } = JSON.parse(out) as { interfaces: { name: string }[]; backends: { name: string }[] }
    expect(interfaces.map(({ name }) => name)).toContain('any')
    expect(backends.map(({ name }) => name).sort()).toEqual(['cap', 'dumpcap', 'tcpdump'])
    expect(code).toBe(0)
    expect(oscarscope(['live', '-D']).out).toMatch(/^Interface +State/)
  })
})

if (OBSTACLE !== undefined) console.warn(`failures of live capture are not tested: ${OBSTACLE}`)

describe.skipIf(OBSTACLE !== undefined || !has('tcpdump'))('a live capture that fails', () => {
  let link: Link
  let peer: Peer

  beforeAll(() => {
    link = new Link(['10.0.0.1'], ['10.0.0.2'])
    peer = new Peer(link.left)
  })

  afterAll(() => {
    peer.close()
    link.close()
  })

  const flood = (count = 50): Promise<void> =>
    peer.do('flood', { host: '10.0.0.2', port: 9, size: 100, count, rate: 5_000 })

  it('says that there is no such interface, or that the filter does not compile', async () => {
    const wrong = link.start([process.execPath, join(ROOT, 'bin/oscarscope.js'), 'live', '-i', 'nope'])
    const filter = link.live(['-f', 'tcp.port == 5190'])
    expect(await wrong.code).toBe(4)
    expect(wrong.err).toContain('there is no interface nope\n  oscarscope interfaces')
    expect(await filter.code).toBe(4)
    expect(filter.err).toContain("does not compile: can't parse filter expression")
    expect(filter.err).toContain('looks like a display filter')
  })

  it('names three ways to capture without rights', async () => {
    const args = [join(ROOT, 'bin/oscarscope.js'), 'live', '-i', 'lo', '--capture-backend', 'tcpdump']
    // Somebody who may read this program, wherever it lies, and no more.
    const user = spawnSync('stat', ['-c', '%u', dirname(ROOT)]).status === 0 ? { uid: 65_534, gid: 65_534 } : {}
    const run = follow(spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'pipe'], ...user }))
    expect(await run.code, run.err).toBe(4)
    expect(run.err).toContain('capturing on lo is not permitted to you')
    for (const way of ['sudo setcap cap_net_raw', 'sudo tcpdump -i lo', 'oscarscope tap'])
      expect(run.err).toContain(way)
  })

  it('keeps what it has when the program is killed, and when the disk is full', async () => {
    const tiny = files.path('tiny')
    mkdirSync(tiny)
    spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=64k', 'tmpfs', tiny])
    try {
      const killed = link.live(['-w', files.path('killed.pcapng'), '-f', 'udp'])
      const full = link.live(['-w', join(tiny, 'full.pcapng'), '-f', 'udp'])
      await Promise.all([killed.said('capturing on'), full.said('capturing on')])
      await flood(1_000)
      expect(await full.code).toBe(4)
      expect(full.err).toContain('the disk is full')
      expect(full.err).toContain('df -h ')
      const { packets, reader } = readCapture(readFileSync(join(tiny, 'full.pcapng')))
      expect(packets.length).toBeGreaterThan(100)
      expect(reader.problems).toEqual([])

      await new Promise((resolve) => setTimeout(resolve, 300))
      process.kill(childOf(killed.child.pid!), 'SIGKILL')
      expect(await killed.code).toBe(4)
      expect(killed.err).toContain('tcpdump was killed (SIGKILL)')
      expect(readCapture(readFileSync(files.path('killed.pcapng'))).packets.length).toBe(1_000)
    } finally {
      spawnSync('umount', [tiny])
    }
  })

  it('is told to end by a hangup or a termination, and says so', async () => {
    const runs = [link.live([]), link.live([])]
    await Promise.all(runs.map((run) => run.said('capturing on')))
    runs[0]!.child.kill('SIGTERM')
    runs[1]!.child.kill('SIGHUP')
    expect(await Promise.all(runs.map(({ code }) => code))).toEqual([143, 129])
  })

  it('says that the interface went away, last of all', async () => {
    const path = files.path('gone.pcapng')
    const run = link.live(['-w', path])
    await run.said('capturing on')
    await flood()
    await new Promise((resolve) => setTimeout(resolve, 300))
    link.ip('link', 'del', link.device)
    expect(await run.code).toBe(4)
    expect(run.err).toContain(`the interface ${link.device} went away while capturing`)
    expect(readCapture(readFileSync(path)).packets.length).toBeGreaterThanOrEqual(50)
  })
})

/** The process that another one started. */
function childOf(pid: number): number {
  return Number(readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ')[0])
}
