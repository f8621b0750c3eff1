import '@ostk/sdk';
