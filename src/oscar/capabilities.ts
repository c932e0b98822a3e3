/**
 * The UUIDs people have seen: capabilities that clients announce, marks that tell which client it is, plug-ins of ICQ
 * messages, extended status marks. A mark may be a prefix only; the rest of the UUID is then a version.
 */
export type CapabilityKind = 'capability' | 'client-signature' | 'plugin' | 'xstatus' | 'alert'

export interface Capability {
  /** Lower case. */
  readonly uuid: string
  readonly name: string
  readonly kind: CapabilityKind
  /** Bytes that are compared, from the start; 16 unless given. */
  readonly matchBytes?: number
}

const row = (uuid: string, name: string, kind: CapabilityKind = 'capability', matchBytes?: number): Capability => ({
  uuid,
  name,
  kind,
  ...(matchBytes !== undefined && { matchBytes }),
})

/** Tail shared by all UUIDs that have a two-byte short form. */
const SHORT_TAIL = '-4c7f-11d1-8222-444553540000'

const short = (code: string, name: string): Capability => row(`0946${code}${SHORT_TAIL}`, name)

// prettier-ignore
export const CAPABILITIES: readonly Capability[] = [
  short('0000', 'SHORT_CAPS'),
  short('0001', 'SECURE_IM'),
  short('0002', 'XHTML_IM'),
  short('0100', 'VIDEO_CHAT'),
  short('0101', 'RTCVIDEO'),
  short('0102', 'HAS_CAMERA'),
  short('0103', 'HAS_MICROPHONE'),
  short('0104', 'RTCAUDIO'),
  short('0105', 'ICHATAV'),
  short('010a', 'HOST_STATUS_TEXT_AWARE'),
  short('010b', 'RTIM'),
  short('01ff', 'SMART_CAPS'),
  short('0f02', 'CAMERA_AVAILABLE'),
  short('0f03', 'MICROPHONE_AVAILABLE'),
  short('0f04', 'AV_CAPABLE'),
  short('0f05', 'AV_AVAILABLE'),
  short('0f07', 'UNKNOWN_AV_0F07'),
  short('0f08', 'UNKNOWN_AV_0F08'),
  short('1323', 'HIPTOP'),
  short('1341', 'TALK'),
  short('1342', 'DIRECT_PLAY'),
  short('1343', 'FILE_TRANSFER'),
  short('1344', 'ICQ_DIRECT'),
  short('1345', 'DIRECT_IM'),
  short('1346', 'BUDDY_ICON'),
  short('1347', 'ADDINS'),
  short('1348', 'FILE_SHARING'),
  short('1349', 'ICQ_SERVER_RELAY'),
  short('134a', 'GAMES'),
  short('134b', 'SEND_BUDDY_LIST'),
  short('134c', 'DEVILS'),
  short('134d', 'INTEROPERATE'),
  short('134e', 'UTF8'),
  short('1352', 'ICQ_IOS'),
  short('1353', 'ICQ_ANDROID'),
  short('f003', 'UNKNOWN_F003'),
  short('f004', 'ICHAT_SCREENSHARE'),
  short('f005', 'UNKNOWN_F005'),
  row('09460105-4c7f-11d1-8222-444545535400', 'ICHATAV_OLD'),
  row('0946134a-4c7f-11d1-2282-444553540000', 'GAMES2'),
  row('748f2420-6287-11d1-8222-444553540000', 'CHAT'),
  row('97b12751-243c-4334-ad22-d6abf73f1492', 'ICQ_RTF'),
  row('97b12751-243c-4334-ad22-d6abf73f1409', 'TRILLIAN', 'client-signature'),
  row('97b12751-243c-4334-ad22-d6abf73f1400', 'SIM_OLD', 'client-signature', 15),
  row('2e7a6475-fadf-4dc8-886f-ea3595fdb6df', 'ICQ_2001_UNICODE_OLD'),
  row('a0e93f37-4c7f-11d1-8222-444553540000', 'STR_2001'),
  row('10cf40d1-4c7f-11d1-8222-444553540000', 'STR_2002'),
  row('563fc809-0b6f-41bd-9f79-422609dfa2f3', 'TYPING'),
  row('aa4a32b5-f884-48c6-a3d7-8c509719fd5b', 'APINFO'),
  row('f2e7c7f4-fead-4dfb-b235-36798bdf0000', 'TRILLIAN_SECUREIM'),
  row('0138ca7b-769a-4915-88f2-13fc00979ea8', 'HTML_MESSAGES'),
  row('1a093c6c-d7fd-4ec5-9d51-a6474e34f5a0', 'XTRAZ'),
  row('3b60b3ef-d82a-6c45-a4e0-9c5a5e67e865', 'XTRAZ_SCRIPT', 'plugin'),
  row('b2ec8f16-7c6f-451b-bd79-dc58497888b9', 'TZERS'),
  row('67361515-612d-4c07-8f3d-bde6408ea041', 'XTRAZ_MULTIUSER_CHAT'),
  row('e362c1e9-121a-4b94-a626-7a74de24270d', 'PUSH2TALK'),
  row('b6074378-f50c-4ac7-9092-5938502d0591', 'ICQ_VIDEO'),
  row('178c2d9b-daa5-45bb-8ddb-f3bdbd53a10a', 'XTRAZ_VIDEO'),
  row('b99708b5-3a92-4202-b069-f1e757bb2e17', 'UNKNOWN_B99708B5'),
  row('c8953a9f-21f1-4faa-b0b2-6de663abf5b7', 'ICQ_LITE_NEW', 'client-signature'),
  row('00000000-0000-0000-0000-000000000000', 'EMPTY'),
  row('dd16f202-84e6-11d4-90db-00104b9b4b7d', 'MACICQ', 'client-signature'),
  row('a0e93f37-4fe9-d311-bcd2-0004ac96dd96', 'STRICQ_OR_INFO_PLUGIN', 'client-signature'),
  row('7e11b778-a353-4926-a802-44735208c42a', 'ICQ_RAMBLER', 'client-signature'),
  row('00e7e0df-a9d0-4fe1-9162-c8909a132a1b', 'ICQ_ABV', 'client-signature'),
  row('4c6b90a3-3d2d-480e-89d6-2e4b2c10d99f', 'ICQ_NETVIGATOR', 'client-signature'),
  row('a7e40a96-b3a0-479a-b845-c9e467c56b1f', 'UIM_INLUX', 'client-signature'),
  row('44e5bfce-b096-e547-bd65-efd6a37e3602', 'ANASTASIA', 'client-signature'),
  row('563fc809-0b6f-4151-4950-203230303561', 'QIP_2005A', 'client-signature'),
  row('563fc809-0b6f-4151-4950-202020202021', 'QIP_PDA', 'client-signature'),
  row('51add190-7204-473d-a1a1-49f4a397a41f', 'QIP_SYMBIAN', 'client-signature'),
  row('60de5c8a-df8c-4e1d-a4c8-bc3bd9794dd8', 'QIP_IPHONE', 'client-signature'),
  row('b08262f6-7f7c-4561-adc1-1c6d75705ec5', 'QIP_MOBILE', 'client-signature'),
  row('7c737502-c3be-4f3e-a69f-015313431e1a', 'QIP_INFIUM', 'client-signature'),
  row('7a7b7c7d-7e7f-0a03-0b04-015300000000', 'QIP_2010', 'client-signature', 12),
  row('7f7f7c7d-7e7f-0a03-0b04-015313431e1a', 'QIP_2012', 'client-signature'),
  row('74edc336-44df-485b-8b1c-671a1f86099f', 'IM2', 'client-signature'),
  row('09191982-dead-beef-cafe-444553540000', 'CITRON', 'client-signature'),
  row('53494d50-5349-4d50-5349-4d5053494d50', 'SIMP_LITE', 'client-signature'),
  row('53494d50-5f50-524f-5349-4d505f50524f', 'SIMP_PRO', 'client-signature'),
  row('494d7365-6375-7265-4370-687200000601', 'IMSECURE', 'client-signature'),
  row('01010101-0101-0000-0000-000000000000', 'IMSECURE_KEY1', 'client-signature', 6),
  row('02020202-0202-0000-0000-000000000000', 'IMSECURE_KEY2', 'client-signature', 6),
  row('6a617070-a920-6279-2053-6572676f0000', 'JAPP', 'client-signature'),
  row('4d697261-6e64-614d-0000-000000000000', 'MIRANDA_IM', 'client-signature', 8),
  row('4d697261-6e64-614e-0000-000000000000', 'MIRANDA_NG', 'client-signature', 8),
  row('4d697261-6e64-6141-0000-000000000000', 'MIRANDA_AIM', 'client-signature', 8),
  row('4d697261-6e64-614d-6f62-696c65000000', 'MIRANDA_MOBILE', 'client-signature', 13),
  row('4d494d2f-0000-0000-0000-000000000000', 'MIRANDA_PACK', 'client-signature', 4),
  row('6963716a-2053-6563-7572-6520494d0000', 'ICQJ_SECURE', 'client-signature', 14),
  row('69637170-0000-0000-0000-000000000000', 'ICQJ_PLUS', 'client-signature', 4),
  row('73696e6a-0000-0000-0000-000000000000', 'ICQJ_SIN', 'client-signature', 4),
  row('53494d20-636c-6965-6e74-202000000000', 'SIM', 'client-signature', 12),
  row('4c696371-2063-6c69-656e-742000000000', 'LICQ', 'client-signature', 12),
  row('4b6f7065-7465-2049-4351-202000000000', 'KOPETE', 'client-signature', 12),
  row('6d494351-20a9-2052-2e4b-2e2000000000', 'MICQ', 'client-signature', 12),
  row('636c696d-6da9-2052-2e4b-2e2000000000', 'CLIMM', 'client-signature', 12),
  row('26525169-6e73-6964-6500-000000000000', 'ANDRQ', 'client-signature', 9),
  row('52265169-6e73-6964-6500-000000000000', 'RANDQ', 'client-signature', 9),
  row('494d6164-6572-696e-6720-436c69656e74', 'IMADERING', 'client-signature'),
  row('6d436861-7420-6963-7120-000000000000', 'MCHAT', 'client-signature', 10),
  row('4a696d6d-2000-0000-0000-000000000000', 'JIMM', 'client-signature', 5),
  row('434f5245-2050-6167-6572-000000000000', 'CORE_PAGER', 'client-signature', 10),
  row('445b695d-4368-6174-2000-000000000000', 'DICHAT', 'client-signature', 9),
  row('566d4943-5120-0000-0000-000000000000', 'VMICQ', 'client-signature', 6),
  row('536d6170-6572-2000-0000-000000000000', 'SMAPER', 'client-signature', 7),
  row('4a494351-0000-0000-0000-000000000000', 'PALM_JICQ', 'client-signature', 4),
  row('59617070-0000-0000-0000-000000000000', 'YAPP', 'client-signature', 4),
  row('4d495020-436c-6965-6e74-207600000000', 'MIP_CLIENT', 'client-signature', 12),
  row('50494745-4f4e-2100-0000-000000000000', 'PIGEON', 'client-signature', 7),
  row('64696773-6279-0000-0000-000000000000', 'DIGSBY', 'client-signature', 6),
  row('ffffffff-6e61-696d-0000-000000000000', 'NAIM', 'client-signature', 8),
  row('71757469-6d30-2e31-0000-000000000000', 'QUTIM', 'client-signature', 5),
  row('62617961-6e49-4351-0000-000000000000', 'BAYAN', 'client-signature', 8),
  row('4a495420-762e-312e-782e-780000000000', 'JIT', 'client-signature', 4),
  row('4963714b-6964-3200-0502-000000000000', 'ICQKID2', 'client-signature', 7),
  row('57656249-6371-5072-6f20-000000000000', 'WEBICQPRO', 'client-signature', 10),
  row('4a61736d-696e-6520-7665-72ff00000000', 'JASMINE', 'client-signature', 11),
  row('4a324d45-206d-4061-6765-6e7400000000', 'MRA_JAVA', 'client-signature', 12),
  row('10cf40d1-4fe9-d311-bcd2-0004ac96dd96', 'PLUGIN_STATUS_MANAGER', 'plugin'),
  row('47ed2ded-f21f-d411-bcfd-000629ee4da1', 'PLUGIN_USER_INFO', 'plugin'),
  row('be6b7305-0fc2-104f-a6de-4db1e3564b0e', 'PLUGIN_MESSAGE', 'plugin'),
  row('f02d12d9-3091-d311-8dd7-00104b06462e', 'PLUGIN_FILE', 'plugin'),
  row('907c212c-914d-d311-adeb-0004ac96aab2', 'PLUGIN_PHONE_INFO', 'plugin'),
  row('501e1e5c-9edd-d311-ab1f-0050048ebc8d', 'PLUGIN_WHITE_SEARCH', 'plugin'),
  row('506df82c-72de-d311-ab21-0050048ebc8d', 'PLUGIN_SEARCH', 'plugin'),
  row('371c5872-e987-d411-a4c1-00d0b759b1d9', 'PLUGIN_URL', 'plugin'),
  row('bff720b2-378e-d411-bd28-0004ac96d905', 'PLUGIN_CHAT', 'plugin'),
  row('2a0e7d46-7676-d411-bce6-0004ac961ea6', 'PLUGIN_CONTACTS', 'plugin'),
  row('0e28f600-11e7-d311-bcf3-0004ac969dc2', 'PLUGIN_SMS', 'plugin'),
  row('811a18bc-0e6c-1847-a591-6f18dcc76f1a', 'PLUGIN_STATUSMSGEXT', 'plugin'),
  row('01e53b48-2ae4-d111-b679-006097e1e294', 'PLUGIN_GREETING_CARD', 'plugin'),
  row('f002bf71-4371-d311-8dd2-00104b06462e', 'PMSG_QUERY_INFO', 'plugin'),
  row('10180670-5471-d311-8dd2-00104b06462e', 'PMSG_QUERY_STATUS', 'plugin'),
  row('3ba1f5fd-d26e-3f40-86e0-b4846b77dfa7', 'PLUGIN_FEATURES_LIST', 'plugin'),
  row('1c4b8ed6-e702-d411-bce8-0004ac96d905', 'PLUGIN_EXT_CONTACTS', 'plugin'),
  row('60f1a83d-9149-d311-8dbe-00104b06462e', 'PLUGIN_RANDOM_USERS', 'plugin'),
  row('c0729ffb-7856-d311-8dc2-00104b06462e', 'PLUGIN_RANDOM', 'plugin'),
  row('651d885a-732a-d411-bd0a-000629ee4da1', 'PLUGIN_WIRELESS_PAGER', 'plugin'),
  row('bc363439-a407-a240-900c-35a9f003be09', 'PLUGIN_EXTERNAL', 'plugin'),
  row('8617dafa-367e-a04e-8e1b-c6b3bd0e515c', 'PLUGIN_ADD_USER_WIZARD', 'plugin'),
  row('d1d031c0-2c31-d211-8a09-00104b9b48ab', 'PLUGIN_VOICE_MESSAGE', 'plugin'),
  row('a113c91c-1e7e-d211-ac9f-00104bbc2b53', 'PLUGIN_IRCQ', 'plugin'),
  row('5d5e1708-55aa-11d3-b143-0060b0fb1ecb', 'ALERT_MAIL_1', 'alert'),
  row('b3809ad8-0dba-11d5-9f8a-0060b0ee0631', 'ALERT_MAIL_2', 'alert'),
  row('01d8d7ee-ac3b-492a-a58d-d3d877e66b92', 'XSTATUS_ANGRY', 'xstatus'),
  row('5a581ea1-e580-430c-a06f-612298b7e4c7', 'XSTATUS_BATHING_DUCK', 'xstatus'),
  row('83c9b78e-77e7-4378-b2c5-fb6cfcc35bec', 'XSTATUS_TIRED', 'xstatus'),
  row('e601e41c-3373-4bd1-bc06-811d6c323d81', 'XSTATUS_PARTY', 'xstatus'),
  row('8c50dbae-81ed-4786-acca-16cc3213c7b7', 'XSTATUS_BEER', 'xstatus'),
  row('3fb0bd36-af3b-4a60-9eef-cf190f6a5a7f', 'XSTATUS_THINKING', 'xstatus'),
  row('f8e8d7b2-82c4-4142-90f8-10c6ce0a89a6', 'XSTATUS_EATING', 'xstatus'),
  row('80537de2-a467-4a76-b354-6dfd075f5ec6', 'XSTATUS_TV', 'xstatus'),
  row('f18ab52e-dc57-491d-99dc-6444502457af', 'XSTATUS_FRIENDS_MEETING', 'xstatus'),
  row('1b78ae31-fa0b-4d38-93d1-997eeeafb218', 'XSTATUS_COFFEE', 'xstatus'),
  row('61bee0dd-8bdd-475d-8dee-5f4baacf19a7', 'XSTATUS_MUSIC', 'xstatus'),
  row('488e1489-8aca-4a08-82aa-77ce7a165208', 'XSTATUS_BUSINESS', 'xstatus'),
  row('107a9a18-1232-4da4-b6cd-0879db780f09', 'XSTATUS_CAMERA_CINEMA', 'xstatus'),
  row('6f493098-4f7c-4aff-a276-34a03bceaea7', 'XSTATUS_FUN', 'xstatus'),
  row('1292e550-1b64-4f66-b206-b29af378e48d', 'XSTATUS_PHONE', 'xstatus'),
  row('d4a611d0-8f01-4ec0-9223-c5b6bec6ccf0', 'XSTATUS_GAMES', 'xstatus'),
  row('609d52f8-a29a-49a6-b2a0-2524c5e9d260', 'XSTATUS_STUDYING', 'xstatus'),
  row('63627337-a03f-49ff-80e5-f709cde0a4ee', 'XSTATUS_SHOPPING', 'xstatus'),
  row('1f7a4071-bf3b-4e60-bc32-4c5787b04cf1', 'XSTATUS_SICK', 'xstatus'),
  row('785e8c48-40d3-4c65-886f-04cf3f3f43df', 'XSTATUS_SLEEPING', 'xstatus'),
  row('a6ed557e-6bf7-44d4-a5d4-d2e7d95ce81f', 'XSTATUS_SURFING', 'xstatus'),
  row('12d07e3e-f885-489e-8e97-a72a6551e58d', 'XSTATUS_INTERNET', 'xstatus'),
  row('ba74db3e-9e24-434b-87b6-2f6b8dfee50f', 'XSTATUS_WORKING', 'xstatus'),
  row('634f6bd8-add2-4aa1-aab9-115bc26d05a1', 'XSTATUS_TYPING', 'xstatus'),
  row('2ce0e4e5-7c64-4370-9c3a-7a1ce878a7dc', 'XSTATUS_PICNIC', 'xstatus'),
  row('101117c9-a3b0-40f9-81ac-49e159fbd5d4', 'XSTATUS_COOKING_PDA', 'xstatus'),
  row('160c60bb-dd44-43f3-9140-050f00e6c009', 'XSTATUS_SMOKING_MOBILE', 'xstatus'),
  row('6443c6af-2260-4517-b58c-d7df8e290352', 'XSTATUS_HIGH_CIGARETTE', 'xstatus'),
  row('16f5b76f-a9d2-4035-8cc5-c084703c98fa', 'XSTATUS_WC', 'xstatus'),
  row('631436ff-3f8a-40d0-a5cb-7b66e051b364', 'XSTATUS_QUESTION', 'xstatus'),
  row('b70867f5-3825-4327-a1ff-cf4cc1939797', 'XSTATUS_PRO7_SUIT', 'xstatus'),
  row('ddcf0ea9-7195-4048-a9c6-413206d6f280', 'XSTATUS_LOVE', 'xstatus'),
  row('d4e2b0ba-334e-4fa5-98d0-117dbf4d3cc8', 'XSTATUS_SEARCH', 'xstatus'),
  row('0072d908-4ad1-43dd-9199-6f026966026f', 'XSTATUS_WRITING', 'xstatus'),
]

const EXACT = new Map(CAPABILITIES.map((capability) => [capability.uuid, capability]))
const PREFIXES = CAPABILITIES.filter((capability) => capability.matchBytes !== undefined).map(
  (capability) => [prefix(capability.uuid, capability.matchBytes ?? 16), capability] as const,
)

/** The text of the first `count` bytes of a UUID: hyphens stand behind bytes 4, 6, 8 and 10. */
function prefix(uuid: string, count: number): string {
  const hyphens = [4, 6, 8, 10].filter((byte) => byte < count).length
  return uuid.slice(0, count * 2 + hyphens)
}

export function capability(uuid: string): Capability | undefined {
  return EXACT.get(uuid) ?? PREFIXES.find(([start]) => uuid.startsWith(start))?.[1]
}

/** The UUID that a two-byte short capability stands for. */
export function shortCapability(code: number): string {
  return `0946${code.toString(16).padStart(4, '0')}${SHORT_TAIL}`
}
