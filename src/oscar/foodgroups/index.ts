/** Every foodgroup, in the order of their numbers. */
import type { Foodgroup } from '../foodgroup.ts'
import { ADMIN } from './admin.ts'
import { ADVERT } from './advert.ts'
import { ALERT } from './alert.ts'
import { AOL } from './aol.ts'
import { ARS } from './ars.ts'
import { BART } from './bart.ts'
import { BUCP } from './bucp.ts'
import { BUDDY } from './buddy.ts'
import { CHAT } from './chat.ts'
import { CHAT_NAV } from './chat-nav.ts'
import { FEEDBAG } from './feedbag.ts'
import { IBROADCAST } from './ibroadcast.ts'
import { ICBM } from './icbm.ts'
import { ICQ } from './icq.ts'
import { INVITE } from './invite.ts'
import { KERBEROS } from './kerberos.ts'
import { LOCATE } from './locate.ts'
import { MDIR } from './mdir.ts'
import { ODIR } from './odir.ts'
import { OSERVICE } from './oservice.ts'
import { PD } from './pd.ts'
import { PLUGIN } from './plugin.ts'
import { POPUP } from './popup.ts'
import { STATS } from './stats.ts'
import { TRANSLATE } from './translate.ts'
import { UNNAMED_FG_24 } from './unnamed-24.ts'
import { USER_LOOKUP } from './user-lookup.ts'

// prettier-ignore
export const ALL_FOODGROUPS: readonly Foodgroup[] = [
  OSERVICE, LOCATE, BUDDY, ICBM, ADVERT, INVITE, ADMIN, POPUP, PD,
  USER_LOOKUP, STATS, TRANSLATE, CHAT_NAV, CHAT, ODIR, BART, FEEDBAG, ICQ,
  BUCP, ALERT, PLUGIN, UNNAMED_FG_24, MDIR, AOL, IBROADCAST, ARS, KERBEROS,
]

export const FOODGROUPS: ReadonlyMap<number, Foodgroup> = new Map(ALL_FOODGROUPS.map((row) => [row.foodgroup, row]))
