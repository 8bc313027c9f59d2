using System;
using System.IO;
using nanoFramework.System.IO;

namespace TinyClassify.Device.Board.Discovery
{
    /// <summary>The microSD card: the firmware mounts it as D: by itself, about 0.6 s after power-on or insertion.</summary>
    public sealed class DiscoveryCard : FileCard
    {
        private readonly InputQueue _inputs;
        private bool _inserted;

        /// <param name="inputs">Receives CardChanged.</param>
        public DiscoveryCard(InputQueue inputs)
            : base("D:\\")
        {
            _inputs = inputs;
            StorageEventManager.RemovableDeviceInserted += OnInserted;
            StorageEventManager.RemovableDeviceRemoved += OnRemoved;
            _inserted = IsMounted();
        }

        /// <inheritdoc/>
        /// <remarks>An event can have come before anybody listened: as long as the card seems to be out, look.</remarks>
        public override bool IsInserted
        {
            get
            {
                if (!_inserted) _inserted = IsMounted();
                return _inserted;
            }
        }

        /// <inheritdoc/>
        public override bool IsWritable => true;

        private bool IsMounted()
        {
            try
            {
                return Directory.Exists(Root);
            }
            catch (Exception)
            {
                return false; // Without a mounted card the drive letter itself is unknown, and the call throws.
            }
        }

        private void OnInserted(object sender, RemovableDriveEventArgs e)
        {
            _inserted = true;
            _inputs.Post(Input.CardChanged);
        }

        private void OnRemoved(object sender, RemovableDriveEventArgs e)
        {
            _inserted = false;
            _inputs.Post(Input.CardChanged);
        }
    }
}
