import '@ostk/cli';
