import type { ViewId } from '../state.ts'
import { findingsView } from './findings.ts'
import { flowsView } from './flows.ts'
import { ladderView } from './ladder.ts'
import { statsView } from './stats.ts'
import { timelineView } from './timeline.ts'
import { transfersView } from './transfers.ts'
import type { View } from './view.ts'

export const VIEWS: Readonly<Record<ViewId, View>> = {
  transfers: transfersView,
  ladder: ladderView,
  timeline: timelineView,
  findings: findingsView,
  flows: flowsView,
  stats: statsView,
}
