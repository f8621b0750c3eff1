export { type AuthType, authTypes } from './config/auth-types.ts';
export type { ConfigExplanation, ExplainedValue } from './config/explain.ts';
export type { Origin } from './config/origin.ts';
export type { Position } from './config/position.ts';
export type { CloudConfig, AuthSettings, Interface, ServiceSettings, Timeouts } from './config/types.ts';
export type { ServiceType } from './config/service-type.ts';
export type { NetworkOptions, NetworkSettings, RetryPolicy, ServiceLimits } from './config/network.ts';
export { Secret } from './config/secret.ts';
export type { TokenCache, TokenCacheChoice } from './auth/token-cache.ts';
export { makeToken, type TokenFields } from './auth/make-token.ts';
export { readyToken } from './auth/ready-token.ts';
export { exchangeToken } from './auth/plugin-tools.ts';
export type {
  AcceptAnswer,
  AuthAnswer,
  AuthCallbacks,
  AuthContext,
  AuthPlugin,
  DeviceCode,
  AuthRequest,
  CatalogEndpoint,
  CatalogService,
  FactorAnswers,
  Named,
  OutgoingRequest,
  Token,
  TokenScope,
} from './auth/types.ts';
export type { ConfigWarning, ConfigWarningCode } from './config/warnings.ts';
export { compareMicroversions, speaksMicroversion } from './catalog/microversions.ts';
export type { EndpointChoice } from './catalog/endpoints.ts';
export type { ApiVersion, MicroversionRange } from './catalog/versions.ts';
export { connect } from './connect.ts';
export type { Connection } from './connection.ts';
export { explainConfig } from './explain-config.ts';
export type { AuthOptions, ConnectOptions } from './connect-options.ts';
export {
  AmbiguousNameError,
  AuthError,
  type AuthErrorDetails,
  type AvailableScope,
  BadRequest,
  type Candidate,
  ConfigError,
  Conflict,
  DiscoveryError,
  type ErrorCode,
  Forbidden,
  HttpError,
  type HttpErrorDetails,
  ImportError,
  type ImportErrorDetails,
  IntegrityError,
  isConflict,
  isHttpError,
  isNotFound,
  isOstkError,
  MicroversionError,
  type MissingFactors,
  NetworkError,
  NoImageDataError,
  NotFound,
  OptionError,
  OstkError,
  PayloadTooLarge,
  RateLimited,
  ServerError,
  StateError,
  TimeoutError,
  TransferError,
  Unauthorized,
  UnsupportedMediaType,
} from './errors.ts';
export type {
  BlockDevice,
  BootVolume,
  CreateServerOptions,
  NewServer,
  ServerNetwork,
} from './compute/create.ts';
export type { NewKeypair } from './compute/keypairs.ts';
export type { RebuildServerOptions } from './compute/rebuild.ts';
export type { BackupServerOptions, CreateServerImageOptions } from './compute/server-image.ts';
export type { DeleteServerOptions } from './compute/delete.ts';
export type { ComputeService } from './compute/service.ts';
export type {
  Flavor,
  FlavorQuery,
  FlavorRef,
  Keypair,
  ReadOptions,
  Server,
  ServerAddress,
  ServerFault,
  ServerFlavor,
  ServerQuery,
  ServerRef,
  ServerSort,
  ServerSortKey,
  ServerStatus,
} from './compute/types.ts';
export { isVolumeBacked } from './compute/volume-backed.ts';
export type { WaitForServerOptions } from './compute/wait.ts';
export type { DebugLine } from './http/debug-log.ts';
export type {
  ObservedLogin,
  ObservedRequest,
  ObservedTransfer,
  OnEvent,
  SessionEvent,
} from './http/events.ts';
export type { Query } from './http/path.ts';
export { path } from './http/path.ts';
export type { Answer } from './http/sender.ts';
export type { JsonAnswer, ObserveOptions, Session, SessionRequest } from './http/session.ts';
export type {
  DownloadAsStream,
  Downloaded,
  DownloadedImageFile,
  DownloadOptions,
  DownloadToFile,
  DownloadToMemory,
  DownloadToStream,
} from './image/download.ts';
export type { CachedImage, CacheState, ClearCacheOptions, ImageCache } from './image/cache.ts';
export type { RemoveOptions } from './image/call.ts';
export type { ImageCapability } from './image/capabilities.ts';
export type { CleanupOptions, CleanupReport } from './image/cleanup.ts';
export type { CreateFromOptions, ExpectedData } from './image/create-from.ts';
export type { ImageStream } from './image/image-stream.ts';
export type { DeleteImageOptions } from './image/images.ts';
export type {
  CopyOptions,
  ImportImageOptions,
  ImportInfo,
  ImportMethod,
  ImportOptions,
  ImportSource,
  ImportTargets,
} from './image/imports.ts';
export type { ImageLocation, NewLocation, ValidationData } from './image/locations.ts';
export type { ImageManagement } from './image/management.ts';
export type { ImageMember, MemberStatus } from './image/members.ts';
export type { NameRef, NamespaceRef } from './image/metadefs/call.ts';
export type { GetNamespaceOptions, MetadefNamespaces } from './image/metadefs/namespaces.ts';
export type { MetadefObjects } from './image/metadefs/objects.ts';
export type { GetPropertyOptions, MetadefPropertyDefinitions } from './image/metadefs/properties.ts';
export type { MetadefResourceTypes } from './image/metadefs/resource-types.ts';
export type { Metadefs } from './image/metadefs/service.ts';
export type { MetadefTags, SetTagsOptions } from './image/metadefs/tags.ts';
export type {
  MetadefNamespace,
  MetadefNamespaceChanges,
  MetadefNamespaceContent,
  MetadefObject,
  MetadefObjectChanges,
  MetadefProperties,
  MetadefProperty,
  MetadefPropertyChanges,
  MetadefPropertySchema,
  MetadefResourceType,
  MetadefTag,
  MetadefType,
  NamespaceQuery,
  NewMetadefNamespace,
  NewMetadefObject,
  NewResourceTypeAssociation,
  ResourceTypeAssociation,
} from './image/metadefs/types.ts';
export type { ServerSnapshot, SnapshotServerOptions } from './image/snapshot.ts';
export type { DownloadServerToFile, DownloadServerToStream } from './image/snapshot-download.ts';
export { encodeProperties, type KnownImageProperties, type PropertyValues } from './image/properties.ts';
export type { AttributeProblem, ImageSchemas, SchemaName } from './image/schema.ts';
export type { ImageService } from './image/service.ts';
export type { ImageStore, StoresOptions } from './image/stores.ts';
export type { ImageTask, ImageTasks, NewTask, TaskQuery, TaskRef, TaskStatus } from './image/tasks.ts';
export type {
  CallOptions,
  ContainerFormat,
  DiskFormat,
  Image,
  ImageAttributes,
  ImageChanges,
  ImageQuery,
  ImageRef,
  ImageSchema,
  ImageSort,
  ImageSortKey,
  ImageStatus,
  ImageVisibility,
  TimeFilter,
} from './image/types.ts';
export type { UploadImageOptions } from './image/new-image.ts';
export type { StageImageOptions, UploadDataOptions } from './image/upload.ts';
export type { ImageUsage, QuotaUsage } from './image/usage.ts';
export type { WaitForImageOptions } from './image/wait.ts';
export type { ImportProgress, WaitForImportOptions } from './image/wait-for-import.ts';
export type { IdentityService, IdRef } from './identity/service.ts';
export type { TokenRef } from './identity/tokens.ts';
export type {
  AccessRule,
  ApplicationCredential,
  CreatedApplicationCredential,
  Domain,
  DomainQuery,
  FindInDomainOptions,
  NewAccessRule,
  NewApplicationCredential,
  OfUserOptions,
  Project,
  GetProjectOptions,
  ProjectQuery,
  RoleRef,
  TokenInfo,
  User,
  UserProjectQuery,
  UserQuery,
} from './identity/types.ts';
export type { JsonRecord } from './json.ts';
export type { ByteStream, ProxyServer, ProxySettings, TlsSettings } from './platform/types.ts';
export type { Page, Paginator } from './resource/paginator.ts';
export type { WaitOptions } from './resource/wait.ts';
export type { DownloadedFile } from './transfer/download-file.ts';
export type { DigestValue, Verification } from './transfer/integrity.ts';
export type { OnProgress, TransferProgress } from './transfer/progress.ts';
export type { NodeWritable } from './transfer/sink.ts';
export type { ByteChunks, FileHandleLike, UploadData } from './transfer/source.ts';
export { version } from './version.ts';
