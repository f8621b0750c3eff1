// What may stand in a cloud. Most of it is read by some OpenStack client only, such as openstacksdk's networks: that
// is no reason to warn. What nobody reads is probably a typing error.

function words(text: string): readonly string[] {
  return text.trim().split(/\s+/);
}

/** Keys of a cloud that belong to no service. */
export const cloudKeys: readonly string[] = words(`
  auth auth_type profile cloud regions region_name interface status message verify insecure cacert cert key
  api_timeout timing proxy no_proxy servername max_connections cache connect_retries status_code_retries rate_limit concurrency force_ipv4
  prefer_ipv6 networks external_network internal_network floating_ip_source nat_source secgroup_source
  image_format image_api_use_tasks disable_vendor_agent requires_floating_ip vendor_hook metrics statsd
  app_name app_version additional_user_agent verbose_level log_level allow_reauth private default_domain
  auth_methods
`);

/** Keys of `auth`: the settings of all methods, ours and keystoneauth's. */
export const authKeys: readonly string[] = words(`
  auth_url username user_name user_id user_domain_id user_domain_name password token auth_token passcode
  auth_methods endpoint unscoped trust_id system_scope application_credential_id
  application_credential_name application_credential_secret project_id project_name project_domain_id
  project_domain_name tenant_id tenant_name domain_id domain_name default_domain default_domain_id
  default_domain_name identity_provider protocol client_id client_secret access_token access_token_endpoint
  access_token_type refresh_token discovery_endpoint device_authorization_endpoint code_challenge_method
  openid_scope code authorization_code redirect_uri idp_otp_key oauth2_endpoint oauth2_client_id
  oauth2_client_secret consumer_key consumer_secret access_key access_secret identity_provider_url
  service_provider service_provider_endpoint service_provider_entity_id mutual_auth callback_port
  authorization_endpoint redirect_host redirect_port
  include_catalog reauthenticate
`);

/** What can be set for each service, after its type. */
export const serviceKeys: readonly string[] = words(`
  endpoint_override endpoint api_version default_microversion service_type service_name interface
  region_name connect_retries connect_retry_delay status_code_retries min_version max_version
  retriable_status_codes status_code_retry_delay
`);

/** Service types of the OpenStack service types authority with their aliases, as keys spell them. */
export const serviceTypes: readonly string[] = words(`
  accelerator alarm alarming application_catalog application_container backup baremetal bare_metal
  baremetal_introspection block_storage block_store volume volumev2 volumev3 clustering compute container
  container_infra container_infrastructure container_infrastructure_management data_processing database dns
  event function_engine identity image instance_ha key_manager load_balancer message messaging metering
  metric monitoring network nfv_orchestration object_store orchestration placement rating reservation
  resource_optimization root_cause_analysis search share sharev2 shared_file_system telemetry workflow
  workflowv2
`);
