"""Fills an empty Keystone: service and member users, their projects, and the image service in the catalog.

Usage: bootstrap.py KEYSTONE_V3_URL GLANCE_URL
"""

import sys

import requests

DOMAIN = {'id': 'default'}
# (project, user, role): a project and a user of each name; glance is the user the image service validates tokens with.
ACCOUNTS = (('service', 'glance', 'admin'), ('demo', 'demo', 'member'), ('alt', 'alt', 'member'))


class Keystone:
    """The few calls of Identity v3 that are needed here, as the bootstrapped admin."""

    def __init__(self, url):
        self.url = url
        self.session = requests.Session()
        credentials = {'user': {'name': 'admin', 'domain': DOMAIN, 'password': 'secret'}}
        answer = requests.post(url + '/auth/tokens', timeout=60, json={'auth': {
            'identity': {'methods': ['password'], 'password': credentials},
            'scope': {'project': {'name': 'admin', 'domain': DOMAIN}}}})
        answer.raise_for_status()
        self.session.headers['X-Auth-Token'] = answer.headers['X-Subject-Token']

    def call(self, method, path, body=None):
        answer = self.session.request(method, self.url + path, json=body, timeout=60)
        answer.raise_for_status()
        return answer.json() if answer.content else {}

    def create(self, kind, **attributes):
        return self.call('POST', f'/{kind}s', {kind: attributes})[kind]['id']


def main(keystone_url, glance_url):
    keystone = Keystone(keystone_url)
    roles = {role['name']: role['id'] for role in keystone.call('GET', '/roles')['roles']}
    for project_name, user_name, role in ACCOUNTS:
        project = keystone.create('project', name=project_name, domain_id='default')
        user = keystone.create('user', name=user_name, password='secret', domain_id='default')
        keystone.call('PUT', f'/projects/{project}/users/{user}/roles/{roles[role]}')
    image = keystone.create('service', type='image', name='glance')
    for interface in ('public', 'internal', 'admin'):
        keystone.create('endpoint', service_id=image, interface=interface, region_id='RegionOne', url=glance_url)


main(*sys.argv[1:])
