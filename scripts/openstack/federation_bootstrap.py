"""Makes an identity provider, a mapping and a protocol in Keystone, and a group that its users belong to.

Usage: federation_bootstrap.py KEYSTONE_V3_URL ISSUER
"""

import sys

import requests

DOMAIN = {'id': 'default'}
# Apache hands on what the provider says of a user in headers; a provider of another name is not believed.
RULES = [{
    'local': [{'user': {'name': '{0}'}, 'group': {'name': 'federated', 'domain': DOMAIN}}],
    'remote': [{'type': 'HTTP_OIDC_PREFERRED_USERNAME'},
               {'type': 'HTTP_OIDC_PREFERRED_USERNAME', 'not_any_of': ['mallory']}]}]


def main(url, issuer):
    session = requests.Session()
    user = {'name': 'admin', 'domain': DOMAIN, 'password': 'secret'}
    answer = session.post(url + '/auth/tokens', timeout=60, json={'auth': {
        'identity': {'methods': ['password'], 'password': {'user': user}}, 'scope': {'system': {'all': True}}}})
    answer.raise_for_status()
    session.headers['X-Auth-Token'] = answer.headers['X-Subject-Token']

    def call(method, path, body=None):
        answer = session.request(method, url + path, json=body, timeout=60)
        # 409: it was made by an earlier run.
        if answer.status_code != 409:
            answer.raise_for_status()
        return answer.json() if answer.content else {}

    call('POST', '/groups', {'group': {'name': 'federated', 'domain_id': 'default'}})
    group = call('GET', '/groups?name=federated')['groups'][0]['id']
    project = call('GET', '/projects?name=demo')['projects'][0]['id']
    roles = {role['name']: role['id'] for role in call('GET', '/roles')['roles']}
    call('PUT', f'/projects/{project}/groups/{group}/roles/{roles["member"]}')
    call('PUT', '/OS-FEDERATION/identity_providers/ostk', {'identity_provider': {'enabled': True}})
    call('PATCH', '/OS-FEDERATION/identity_providers/ostk', {'identity_provider': {'remote_ids': [issuer]}})
    call('PUT', '/OS-FEDERATION/mappings/ostk', {'mapping': {'rules': RULES}})
    call('PUT', '/OS-FEDERATION/identity_providers/ostk/protocols/mapped', {
        'protocol': {'mapping_id': 'ostk', 'remote_id_attribute': 'HTTP_OIDC_ISS'}})


main(*sys.argv[1:])
