import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import * as t from '../support/index.ts'
import { openFiles, openScreens } from './screens.ts'

it('a connection inside of a tunnel is saved with all that carried it', async () => {
  const s = t.scenario({ signOn: false })
  const tunnel = new t.HttpTunnel(s.wire, {}).open()
  const ends = { client: '10.0.0.1:1', server: s.server }
  const alice = s.person('alice')
  alice.bos = new t.Bos(s.wire, { ...ends, name: alice.name, tcp: tunnel.connection(1, ends) })
  s.signOn('alice').signOn('bob').im('alice', 'bob', 'hello from inside').im('bob', 'alice', 'and back')
  s.close()
  tunnel.close()

  const path = join(mkdtempSync(join(tmpdir(), 'save-')), 'inside.pcapng')
  const screens = await openScreens([s.wire.pcap()])
  const { state, app } = screens
  screens.press('3')
  const inside = Array.from({ length: state.events }, (_, n) => n).find(
    (n) => state.store.trackOf(n).flow.inside !== 0,
  )!
  app.cursor.goTo(inside)
  screens.press('5')
  screens.press('s').type(path).press('enter')
  await screens.until('saved ')

  const again = await openFiles([path])
  expect(again.press('3').text).toContain('hello from ins')
  expect(again.text).toContain('and back')
})
