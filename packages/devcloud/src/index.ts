export { manualClock, systemClock } from './clock.ts';
export type { Clock, ManualClock } from './clock.ts';
export { startDevCloud } from './devcloud.ts';
export type { DevCloud } from './devcloud.ts';
export type {
  AnswerFault,
  ByteSize,
  DelayFault,
  FailImportFault,
  FailServerFault,
  FailSnapshotFault,
  Direction,
  Fault,
  FaultAction,
  FaultBoard,
  FaultPoint,
  FaultTarget,
  FiredFault,
  HangImportFault,
  HangServerFault,
  ImportFaultPoint,
  LengthenFault,
  PointFault,
  ServerTask,
  ShortenFault,
  SlowFault,
  SlowImportFault,
  StatusFault,
} from './faults/fault.ts';
export type { WebDownload } from './glance/imports/uri-filter.ts';
export type { MetadefSource } from './glance/metadefs/load.ts';
export type { Limits } from './glance/project-limits.ts';
export type { FederationSeed } from './keystone/federation/seed.ts';
export type { RoleSeed } from './keystone/role-seed.ts';
export type { IdentitySeed, ProjectSeed, UserSeed } from './keystone/seed.ts';
export type { DevCloudOptions } from './options.ts';
export type { Release } from './releases/index.ts';
