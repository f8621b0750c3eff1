/** Why a configuration is warned of; stable, to filter by. */
export type ConfigWarningCode =
  /** A key that nothing reads, probably a typing error. */
  | 'unknown-key'
  /** A key or a spelling that still works but has a successor. */
  | 'deprecated-key'
  /** `OS_*` variables are set that the chosen cloud does not use. */
  | 'environment-ignored'
  /** A setting that another one leaves without effect. */
  | 'setting-ignored'
  /** A vendor profile that is said to go away, or that is not known. */
  | 'profile'
  /** A region that the vendor profile does not list. */
  | 'region';

/** Something in a configuration that works but is probably not meant. It holds no secret. */
export interface ConfigWarning {
  readonly code: ConfigWarningCode;
  /** One line, with the place it is about. */
  readonly message: string;
}

/** Takes a warning while a configuration is resolved. */
export type Warn = (warning: ConfigWarning) => void;
