import assert from 'node:assert/strict';
import { test } from 'node:test';

import { encodeProperties, OptionError } from '@ostk/sdk';
import type { KnownImageProperties } from '@ostk/sdk';

test('values are written as Glance wants them', () => {
  const known: KnownImageProperties = {
    hw_qemu_guest_agent: true,
    os_require_quiesce: false,
    img_hide_hypervisor_id: true,
    hw_boot_menu: true,
    hw_vif_multiqueue_enabled: false,
    hw_cpu_cores: 4,
    os_shutdown_timeout: 0,
    hw_disk_bus: 'virtio',
    os_distro: undefined,
  };
  assert.deepEqual(encodeProperties(known), {
    hw_qemu_guest_agent: 'yes',
    os_require_quiesce: 'no',
    img_hide_hypervisor_id: 'yes',
    hw_boot_menu: 'true',
    hw_vif_multiqueue_enabled: 'false',
    hw_cpu_cores: '4',
    os_shutdown_timeout: '0',
    hw_disk_bus: 'virtio',
  });
});

test('unknown properties are kept', () => {
  assert.deepEqual(encodeProperties({ mine: 'x', count: 12, flag: true, 'trait:X': 'required' }), {
    mine: 'x',
    count: '12',
    flag: 'true',
    'trait:X': 'required',
  });
});

test('what is no number is refused', () => {
  for (const value of [Number.NaN, Number.POSITIVE_INFINITY]) {
    assert.throws(
      () => encodeProperties({ hw_cpu_cores: value }),
      (error) => error instanceof OptionError && error.message.includes('no value for hw_cpu_cores'),
    );
  }
});
