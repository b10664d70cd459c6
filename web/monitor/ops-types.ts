// What the ops routes and the ops frame bring, by the monitor's own names. Types only.
import type { OpsFrame, OpsJobView, QueuesBody, StatsBody, StatsBucket, WorkerBody } from '../../shared/protocol.ts'

export type { Attempt, OpsJobBody, OpsJobsBody, Stats, TimelineEntry } from '../../shared/protocol.ts'
export type Queues = QueuesBody
export type OpsWorker = WorkerBody
export type Bucket = StatsBucket
export type Span = keyof StatsBody
export type Figures = Omit<OpsFrame, 'type'>
export type OpsJob = OpsJobView
