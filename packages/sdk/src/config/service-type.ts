/** The services that this library talks to, by their type in the service catalog. */
export type ServiceType = 'identity' | 'image' | 'compute';
