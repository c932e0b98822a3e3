// One end of the wire: runs in a network namespace and does with real sockets what it is told over its IPC channel.
import { Buffer } from 'node:buffer'
import { createSocket } from 'node:dgram'
import { connect, createServer } from 'node:net'
import { performance } from 'node:perf_hooks'
import { setTimeout } from 'node:timers/promises'

const sockets = new Map()
const received = new Map()
const waiting = new Map()

function keep(key, socket) {
  sockets.set(key, socket)
  socket.on('data', (bytes) => {
    received.set(key, (received.get(key) ?? 0) + bytes.length)
    look(key)
  })
  socket.on('error', () => {})
  waiting.get(key)?.()
}

function look(key) {
  waiting.get(key)?.()
}

const until = async (key, done) => {
  while (!done()) await new Promise((resolve) => waiting.set(key, resolve))
}

const ACTIONS = {
  listen: ({ host, port }) =>
    new Promise((resolve) => {
      const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) =>
        keep(`${socket.remoteAddress}:${socket.remotePort}`, socket),
      )
      server.listen({ host, port }, resolve)
    }),
  connect: ({ key, from, to }) =>
    new Promise((resolve, reject) => {
      const local = { localAddress: from.host, localPort: from.port }
      const socket = connect({ ...to, ...local, allowHalfOpen: true, noDelay: true }, resolve)
      socket.on('error', reject)
      keep(key, socket)
    }),
  write: async ({ key, bytes }) => {
    await until(key, () => sockets.has(key))
    await new Promise((resolve) => sockets.get(key).write(Buffer.from(bytes, 'base64'), resolve))
  },
  arrived: ({ key, count }) => until(key, () => (received.get(key) ?? 0) >= count),
  end: async ({ key }) => {
    await until(key, () => sockets.has(key))
    await new Promise((resolve) => sockets.get(key).end(resolve))
  },
  /** `count` datagrams of `size` bytes, about `rate` of them a second. */
  flood: async ({ host, port, size, count, rate }) => {
    const socket = createSocket('udp4')
    const bytes = Buffer.alloc(size)
    const began = performance.now()
    for (let sent = 0; sent < count;) {
      const due = Math.min(count, Math.floor(((performance.now() - began) / 1000) * rate) + 1)
      const sending = []
      for (; sent < due; sent++) sending.push(new Promise((resolve) => socket.send(bytes, port, host, resolve)))
      await Promise.all(sending)
      await setTimeout(1)
    }
    socket.close()
  },
}

process.on('message', ({ id, action, ...rest }) => {
  ACTIONS[action](rest).then(
    () => process.send({ id }),
    (error) => process.send({ id, error: String(error) }),
  )
})
process.on('disconnect', () => process.exit())
