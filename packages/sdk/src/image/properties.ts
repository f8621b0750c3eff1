import { OptionError } from '../errors.ts';

/** How Glance's own definitions write a yes or no of these properties: `yes`, `no`; of all others `true`, `false`. */
const yesNo: ReadonlySet<string> = new Set([
  'hw_qemu_guest_agent',
  'img_hide_hypervisor_id',
  'os_require_quiesce',
]);

type Bus = 'scsi' | 'virtio' | 'uml' | 'xen' | 'ide' | 'usb' | 'fdc' | 'sata' | 'lxc';

/**
 * Properties that Nova and others know, by their own names. All of them are optional, and any others may stand beside
 * them. Stands for the metadata definitions that Glance comes with.
 */
export interface KnownImageProperties {
  readonly architecture?: string | undefined;
  readonly auto_disk_config?: boolean | undefined;
  readonly cinder_img_volume_type?: string | undefined;
  readonly hw_boot_menu?: boolean | undefined;
  readonly hw_cdrom_bus?: Bus | undefined;
  readonly hw_cpu_cores?: number | undefined;
  readonly hw_cpu_max_cores?: number | undefined;
  readonly hw_cpu_max_sockets?: number | undefined;
  readonly hw_cpu_max_threads?: number | undefined;
  readonly hw_cpu_policy?: 'shared' | 'dedicated' | undefined;
  readonly hw_cpu_sockets?: number | undefined;
  readonly hw_cpu_thread_policy?: 'isolate' | 'prefer' | 'require' | undefined;
  readonly hw_cpu_threads?: number | undefined;
  readonly hw_disk_bus?: Bus | undefined;
  readonly hw_firmware_type?: 'bios' | 'uefi' | undefined;
  readonly hw_machine_type?: string | undefined;
  readonly hw_mem_encryption?: boolean | undefined;
  /** `small`, `large`, `any`, or a size such as `2MB`. */
  readonly hw_mem_page_size?: string | undefined;
  readonly hw_numa_nodes?: number | undefined;
  readonly hw_pmu?: boolean | undefined;
  readonly hw_pointer_model?: 'usbtablet' | undefined;
  readonly hw_qemu_guest_agent?: boolean | undefined;
  readonly hw_rng_model?: string | undefined;
  readonly hw_scsi_model?: string | undefined;
  readonly hw_serial_port_count?: number | undefined;
  readonly hw_tpm_model?: string | undefined;
  readonly hw_tpm_version?: '1.2' | '2.0' | undefined;
  readonly hw_video_model?: string | undefined;
  /** In MiB. */
  readonly hw_video_ram?: number | undefined;
  readonly hw_vif_model?: string | undefined;
  readonly hw_vif_multiqueue_enabled?: boolean | undefined;
  readonly hw_watchdog_action?: 'disabled' | 'reset' | 'poweroff' | 'pause' | 'none' | undefined;
  readonly hypervisor_type?: string | undefined;
  readonly img_config_drive?: 'optional' | 'mandatory' | undefined;
  readonly img_hide_hypervisor_id?: boolean | undefined;
  readonly instance_uuid?: string | undefined;
  readonly kernel_id?: string | undefined;
  readonly os_admin_user?: string | undefined;
  readonly os_command_line?: string | undefined;
  readonly os_distro?: string | undefined;
  readonly os_require_quiesce?: boolean | undefined;
  readonly os_secure_boot?: 'required' | 'disabled' | 'optional' | undefined;
  /** In seconds. */
  readonly os_shutdown_timeout?: number | undefined;
  readonly os_type?: 'linux' | 'windows' | (string & {}) | undefined;
  readonly os_version?: string | undefined;
  readonly ramdisk_id?: string | undefined;
  readonly vm_mode?: 'hvm' | 'xen' | 'uml' | 'exe' | undefined;
}

/** Properties with values as programs have them. */
export type PropertyValues = KnownImageProperties &
  Readonly<Record<string, string | number | boolean | undefined>>;

function encode(name: string, value: string | number | boolean): string {
  if (typeof value === 'string') return value;
  if (typeof value === 'number') {
    if (Number.isFinite(value)) return String(value);
    throw new OptionError(`properties: ${value} is no value for ${name}`);
  }
  if (yesNo.has(name)) return value ? 'yes' : 'no';
  return String(value);
}

/**
 * The text that Glance wants for each value: numbers in decimal; `true` and `false`, or `yes` and `no` where that is what
 * Glance's definitions say. `undefined` is left out.
 *
 * ```ts
 * import { encodeProperties } from '@ostk/sdk';
 *
 * encodeProperties({ hw_qemu_guest_agent: true, hw_cpu_cores: 4, my_own: 'x' });
 * // { hw_qemu_guest_agent: 'yes', hw_cpu_cores: '4', my_own: 'x' }
 * ```
 */
export function encodeProperties(
  values: KnownImageProperties | PropertyValues,
): Readonly<Record<string, string>> {
  const properties: Record<string, string> = {};
  for (const [name, value] of Object.entries(values)) {
    if (value !== undefined) properties[name] = encode(name, value);
  }
  return properties;
}
