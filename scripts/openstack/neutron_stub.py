"""A network service without networks: every list is empty. Servers are made with `networks: none`.

Usage: neutron_stub.py PORT
"""

import json
import sys
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class EmptyLists(BaseHTTPRequestHandler):
    def do_GET(self):
        name = self.path.split('?')[0].rstrip('/').split('/')[-1].removesuffix('.json').replace('-', '_')
        versions = {'versions': [{'id': 'v2.0', 'status': 'CURRENT', 'links': []}]}
        data = json.dumps(versions if name in ('', 'v2.0') else {name: []}).encode()
        self.send_response(200)
        self.send_header('Content-Type', 'application/json')
        self.send_header('Content-Length', str(len(data)))
        self.end_headers()
        self.wfile.write(data)

    def log_message(self, *_):
        pass


ThreadingHTTPServer(('127.0.0.1', int(sys.argv[1])), EmptyLists).serve_forever()
