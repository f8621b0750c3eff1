# shellcheck shell=bash
# What the scripts know of a release. The variables are for those who source this.
# shellcheck disable=SC2034,SC2154

#   root      the file system its programs run in
#   files     its configuration, databases and image data, seen from this machine
#   inside    the same folder, seen from `root`
choose_release() {
  release=$1
  files=$state/$release
  case $release in
    zed)
      keystone_port=${OSTK_ZED_KEYSTONE_PORT:-15500}
      glance_port=${OSTK_ZED_GLANCE_PORT:-19792}
      root=/
      inside=$files
      ;;
    epoxy)
      keystone_port=${OSTK_EPOXY_KEYSTONE_PORT:-25500}
      glance_port=${OSTK_EPOXY_GLANCE_PORT:-29792}
      root=$state/trixie
      inside=/srv/ostk-openstack
      ;;
  esac
}
