export type {
  AuthType,
  CloudConfig,
  AuthSettings,
  Interface,
  ServiceType,
  Timeouts,
} from './config/types.ts';
export type { Secret } from './config/secret.ts';
export type { CatalogEndpoint, CatalogService, Named, Token, TokenScope } from './auth/types.ts';
export type { ApiVersion } from './catalog/versions.ts';
export { connect } from './connect.ts';
export type { Connection } from './connection.ts';
export type { AuthOptions, ConnectOptions } from './connect-options.ts';
export {
  AmbiguousNameError,
  AuthError,
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
  IntegrityError,
  isConflict,
  isHttpError,
  isNotFound,
  isOstkError,
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
export type { Query } from './http/path.ts';
export { path } from './http/path.ts';
export type { Answer } from './http/sender.ts';
export type { JsonAnswer, Session, SessionRequest } from './http/session.ts';
export type {
  DownloadAsStream,
  Downloaded,
  DownloadedImageFile,
  DownloadOptions,
  DownloadToFile,
  DownloadToMemory,
  DownloadToStream,
} from './image/download.ts';
export type { ImageStream } from './image/image-stream.ts';
export type { DeleteImageOptions } from './image/images.ts';
export type { ImageService } from './image/service.ts';
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
export type { WaitForImageOptions } from './image/wait.ts';
export type { JsonRecord } from './json.ts';
export type { ByteStream, TlsSettings } from './platform/types.ts';
export type { Page, Paginator } from './resource/paginator.ts';
export type { WaitOptions } from './resource/wait.ts';
export type { DownloadedFile } from './transfer/download-file.ts';
export type { DigestValue, Verification } from './transfer/integrity.ts';
export type { OnProgress, TransferProgress } from './transfer/progress.ts';
export type { NodeWritable } from './transfer/sink.ts';
export type { ByteChunks, FileHandleLike, UploadData } from './transfer/source.ts';
export { version } from './version.ts';
