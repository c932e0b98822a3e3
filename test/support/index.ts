/**
 * Words for making OSCAR traffic in tests, from bytes to people. Nothing here imports the program: it is a second reading of
 * the protocol, so that program and tests do not share a mistake. The upper layer reads like this:
 *
 *   const s = scenario()                         // alice and bob sign on
 *   const t = s.transfer({ name: 'hello.txt' })  // from alice to bob
 *   t.propose().connect().accept().prompt().ack().data().done().close()
 *   s.close().wire.pcap()                        // the bytes of a capture file
 *
 * Every verb takes what shall be other than right: t.propose({ sequence: null }), t.ack({ cookie: zeros(8) }),
 * t.data({ bytes: 1000 }), t.cancel({ by: 'bob', reason: null }).
 */
export * from './address.ts'
export * from './ars.ts'
export * from './bos.ts'
export * from './bytes.ts'
export * from './capture-file.ts'
export * from './conversation.ts'
export * from './direct-im.ts'
export * from './http-tunnel.ts'
export * from './link.ts'
export * from './login.ts'
export * from './odc.ts'
export * from './oft.ts'
export * from './oscar.ts'
export * from './packet.ts'
export * from './packets.ts'
export * from './rendezvous.ts'
export * from './scenario.ts'
export * from './tcp.ts'
export * from './transfer.ts'
export * from './vectors.ts'
export * from './wire.ts'
