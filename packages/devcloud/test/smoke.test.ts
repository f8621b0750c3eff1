import '@ostk/devcloud';
