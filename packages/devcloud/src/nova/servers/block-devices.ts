import type { Image } from '../../glance/image.ts';
import { newUuid } from '../../ids.ts';
import { isList, isObject } from '../../python/json.ts';
import type { JsonObject } from '../../python/json.ts';
import { fault } from '../request.ts';
import type { Request } from '../request.ts';
import { isYes } from '../schema-types.ts';
import { bootImage } from './base-image.ts';
import type { Volume } from './server.ts';

const invalid = (details: string): Error => fault(400, `Block Device Mapping is Invalid: ${details}`);

/** The disks a new server is to have. */
export interface BlockDevices {
  readonly devices: readonly JsonObject[];
  /** The one it boots from, when that is to be a volume. */
  readonly root: JsonObject | undefined;
}

/**
 * Reads the block devices of a request, before anything else is looked at.
 * @throws 400 for what makes no sense in itself
 */
export function readBlockDevices(wanted: JsonObject): BlockDevices {
  const { block_device_mapping: old, block_device_mapping_v2: value } = wanted;
  if (isList(old) && old.length > 0 && isList(value) && value.length > 0) {
    throw fault(400, 'Using different block_device_mapping syntaxes is not allowed in the same request.');
  }
  const devices = (isList(value) ? value : isList(old) ? old.map(modern) : []).filter(isObject);
  for (const device of devices) checkAlone(device, 'imageRef' in wanted);
  const root = devices.find(
    (device) =>
      indexOf(device) === 0 && device['destination_type'] !== 'local' && device['source_type'] !== 'blank',
  );
  return { devices, root };
}

function modern(device: JsonObject[string]): JsonObject {
  const { volume_id: volume, snapshot_id: snapshot = null, ...rest } = isObject(device) ? device : {};
  const [type, uuid] = volume === undefined ? ['snapshot', snapshot] : ['volume', volume];
  return { ...rest, source_type: type, uuid, destination_type: 'volume', boot_index: 0 };
}

function indexOf(device: JsonObject): number {
  const { boot_index: index = -1 } = device;
  return index === null ? -1 : Number(index);
}

function checkAlone(device: JsonObject, hasImage: boolean): void {
  const { source_type: source, destination_type: destination, uuid, no_device: none } = device;
  if (none !== undefined && none !== null && none !== false && none !== '') return;
  if (source === 'blank' && uuid !== undefined) throw invalid('Invalid device UUID.');
  if (source !== 'blank' && uuid === undefined) throw invalid('Missing device UUID.');
  if (source === 'image' && destination === 'local' && !(hasImage && indexOf(device) === 0)) {
    throw invalid('Mapping image to local is not supported.');
  }
}

/**
 * Looks at what the block devices are to be made from.
 * @throws 400 when one of them is not there, or they cannot be booted from
 */
export function volumesOf(request: Request, { devices }: BlockDevices): readonly Volume[] {
  const indexes = devices.map(indexOf).filter((index) => index >= 0);
  const inOrder = indexes.toSorted((one, other) => one - other).every((index, at) => index === at);
  if (indexes.length === 0 || !inOrder) {
    throw invalid('Boot sequence for the instance and image/block device mapping combination is not valid.');
  }
  return devices
    .filter((device) => device['destination_type'] !== 'local')
    .map((device) => volumeOf(request, device));
}

function volumeOf(request: Request, device: JsonObject): Volume {
  const { source_type: source, uuid, volume_size: size, delete_on_termination: ends } = device;
  const id = typeof uuid === 'string' ? uuid : '';
  if (source === 'image' && bootImage(request, id) === undefined) {
    throw invalid(`failed to get image ${id}.`);
  }
  if (source === 'image' && size === undefined) {
    throw fault(400, "Images with destination_type 'volume' need to have a non-zero size specified");
  }
  // There is no volume service: nobody can have a volume or a snapshot of one.
  if (source === 'volume' || source === 'snapshot') throw invalid(`failed to get ${source} ${id}.`);
  return { id: newUuid(), size: Number(size ?? 1), deleteOnTermination: isYes(ends) };
}

/** The image that the volume to boot from is to be made from. */
export function rootImage(request: Request, { root }: BlockDevices): Image | undefined {
  const uuid = root?.['uuid'];
  return root?.['source_type'] === 'image' && typeof uuid === 'string' ? bootImage(request, uuid) : undefined;
}
